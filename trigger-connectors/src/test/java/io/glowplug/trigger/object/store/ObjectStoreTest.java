// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectListing;
import io.glowplug.trigger.ObjectPart;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ObjectStoreTest {

    private final ObjectStoreRig rig = ObjectStoreRig.shared();
    private final String bucket = rig.bucket();

    private List<String> changes() {
        return rig.changes().after(bucket, 0, 1000).stream()
                .map(change -> change.event() + " " + change.key())
                .toList();
    }

    @Test
    void anObjectReplacesTheOneWithItsKeyAndWhoeverReadsGetsToTheEnd() throws IOException {
        rig.put(bucket, "k", "first");
        var first = rig.store().find(bucket, "k");
        StoredObject second = rig.put(bucket, "k", "second");

        assertThat(rig.content(bucket, "k")).isEqualTo("second");
        try (InputStream stillOpen = first.open(1, 3)) {
            assertThat(new String(stillOpen.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("irs");
        }
        assertThat(second.headers()).containsEntry("content-type", "text/plain");
        assertThat(rig.store().find(bucket, "k").object()).isEqualTo(second);
        assertThat(changes()).containsExactly("ObjectCreated:Put k", "ObjectCreated:Put k");
    }

    @Test
    void aRemovalIsAChangeAndRemovingNothingIsNone() {
        rig.put(bucket, "k", "x");

        assertThat(rig.store().delete(bucket, "k", ObjectStoreRig.SOMEBODY)).isTrue();
        assertThat(rig.store().delete(bucket, "k", ObjectStoreRig.SOMEBODY)).isFalse();
        assertRefused(Refusal.NOT_FOUND, () -> rig.store().find(bucket, "k"));
        assertThat(changes()).containsExactly("ObjectCreated:Put k", "ObjectRemoved:Delete k");
    }

    @Test
    void bytesThatAreNotThoseAnnouncedLeaveNothing() {
        var expected = new ObjectStore.Expected(5, null, "ObjectCreated:Put");
        assertRefused(
                Refusal.INVALID,
                () -> rig.store()
                        .put(
                                ObjectStoreRig.draft(bucket, "short"),
                                ObjectStoreRig.bytes("four"),
                                expected,
                                ObjectStoreRig.SOMEBODY));
        assertRefused(
                Refusal.INVALID,
                () -> rig.store()
                        .put(
                                ObjectStoreRig.draft(bucket, "other"),
                                ObjectStoreRig.bytes("hello"),
                                new ObjectStore.Expected(5, "0".repeat(32), "ObjectCreated:Put"),
                                ObjectStoreRig.SOMEBODY));
        assertThatThrownBy(() -> rig.store()
                        .put(
                                ObjectStoreRig.draft(bucket, "broken"),
                                new BrokenStream(),
                                ObjectStoreRig.anything(),
                                ObjectStoreRig.SOMEBODY))
                .hasRootCauseMessage("the line is cut");

        assertThat(rig.store()
                        .list(new ObjectListing.Query(bucket, "", "", null, 10))
                        .objects())
                .isEmpty();
        assertThat(changes()).isEmpty();
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the line is cut");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return read();
        }
    }

    @Test
    void anUploadInPartsIsOneChangeAndReadsAcrossItsFiles() throws IOException {
        UUID upload = rig.uploads().begin(ObjectStoreRig.draft(bucket, "parts"));
        TreeMap<Integer, String> parts = new TreeMap<>();
        for (int number : List.of(3, 1, 2, 7)) {
            parts.put(number, part(upload, number, "<part " + number + ">").eTag());
        }
        part(upload, 2, "<again 2>");
        parts.put(2, rig.uploads().parts(upload).get(1).eTag());
        parts.remove(7);
        assertThat(changes()).isEmpty();

        StoredObject object = rig.uploads().complete(upload, parts, ObjectStoreRig.SOMEBODY);

        assertThat(object.eTag()).hasSize(34).endsWith("-3");
        assertThat(rig.content(bucket, "parts")).isEqualTo("<part 1><again 2><part 3>");
        try (InputStream across = rig.store().find(bucket, "parts").open(6, 6)) {
            assertThat(new String(across.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("1><aga");
        }
        assertThat(changes()).containsExactly("ObjectCreated:CompleteMultipartUpload parts");
        assertRefused(Refusal.NOT_FOUND, () -> rig.uploads().complete(upload, parts, ObjectStoreRig.SOMEBODY));
        assertThat(changes()).hasSize(1);
    }

    private ObjectPart part(UUID upload, int number, String content) {
        return rig.uploads().put(upload, number, ObjectStoreRig.bytes(content), ObjectStoreRig.anything(), Map.of());
    }

    @Test
    void aCopyOutlivesItsOriginal() {
        rig.put(bucket, "original", "shared bytes");
        var original = rig.store().find(bucket, "original");
        rig.store().copy(original, bucket, "copy", null, ObjectStoreRig.SOMEBODY);
        rig.store().delete(bucket, "original", ObjectStoreRig.SOMEBODY);
        rig.sweep();

        assertThat(rig.content(bucket, "copy")).isEqualTo("shared bytes");
        assertThat(rig.store().find(bucket, "copy").object().metadata()).containsEntry("colour", "green");
        assertThat(changes()).contains("ObjectCreated:Copy copy");
    }

    @Test
    void filesThatBelongToNobodyAreSweptAndNoOthers() {
        try (ObjectStoreRig own = new ObjectStoreRig()) {
            String name = own.bucket();
            own.put(name, "kept", "1");
            own.put(name, "replaced", "2");
            own.put(name, "replaced", "3");
            own.put(name, "deleted", "4");
            own.store().delete(name, "deleted", ObjectStoreRig.SOMEBODY);
            UUID begun = own.uploads().begin(ObjectStoreRig.draft(name, "parts"));
            own.uploads().put(begun, 1, ObjectStoreRig.bytes("5"), ObjectStoreRig.anything(), Map.of());
            UUID aborted = own.uploads().begin(ObjectStoreRig.draft(name, "parts"));
            own.uploads().put(aborted, 1, ObjectStoreRig.bytes("6"), ObjectStoreRig.anything(), Map.of());
            own.uploads().abort(aborted);
            assertThat(own.files()).isEqualTo(6);

            assertThat(own.sweep()).isEqualTo(3);

            assertThat(own.files()).isEqualTo(3);
            assertThat(own.content(name, "kept") + own.content(name, "replaced"))
                    .isEqualTo("13");
        }
    }

    @Test
    void aBucketGoesOnlyWhenNothingIsInItAndComesBackWithHigherNumbers() {
        rig.put(bucket, "k", "x");
        assertRefused(Refusal.CONFLICT, () -> rig.store().deleteBucket(bucket));
        rig.store().delete(bucket, "k", ObjectStoreRig.SOMEBODY);
        UUID upload = rig.uploads().begin(ObjectStoreRig.draft(bucket, "parts"));
        assertRefused(Refusal.CONFLICT, () -> rig.store().deleteBucket(bucket));
        rig.uploads().abort(upload);
        long last = rig.changes().after(bucket, 0, 10).getLast().number();

        rig.store().deleteBucket(bucket);
        assertRefused(Refusal.NOT_FOUND, () -> rig.put(bucket, "k", "x"));
        rig.store().createBucket(bucket, "GPAKTEST");
        rig.put(bucket, "k", "y");

        assertThat(rig.changes().after(bucket, last, 10)).hasSize(1);
    }

    @Test
    void numbersBecomeVisibleInTheirOrder() throws Exception {
        int writers = 8;
        int each = 25;
        List<Long> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String prefix = writer + "/";
                writing.add(threads.submit(() -> {
                    for (int n = 0; n < each; n++) {
                        rig.put(bucket, prefix + n, "x");
                    }
                }));
            }
            long after = 0;
            while (seen.size() < writers * each) {
                for (ObjectChange change : rig.changes().after(bucket, after, 10)) {
                    after = change.number();
                    seen.add(after);
                }
                if (writing.stream().allMatch(Future::isDone) && rig.changes().countAfter(bucket, after, 10) == 0) {
                    break;
                }
            }
            for (Future<?> one : writing) {
                one.get();
            }
        }
        assertThat(seen).hasSize(writers * each).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aListingIsInTheOrderOfBytesAndJumpsOverWhatIsPutTogether() {
        for (String key : List.of("Z", "a", "a/", "a/1", "a/2", "a0", "b//c", "\ud83d\ude00", "\uff5e")) {
            rig.put(bucket, key, "x");
        }

        assertThat(keys(new ObjectListing.Query(bucket, "", "", null, 100)))
                .containsExactly("Z", "a", "a/", "a/1", "a/2", "a0", "b//c", "\uff5e", "\ud83d\ude00");
        ObjectListing first = rig.store().list(new ObjectListing.Query(bucket, "", "/", null, 3));
        assertThat(first.objects()).extracting(StoredObject::key).containsExactly("Z", "a");
        assertThat(first.prefixes()).containsExactly("a/");
        ObjectListing second = rig.store().list(new ObjectListing.Query(bucket, "", "/", first.next(), 3));
        assertThat(second.objects()).extracting(StoredObject::key).containsExactly("a0", "\uff5e");
        assertThat(second.prefixes()).containsExactly("b/");
        assertThat(keys(new ObjectListing.Query(bucket, "a/", "", "a/1", 10))).containsExactly("a/2");
        assertThat(keys(new ObjectListing.Query(bucket, "none", "", null, 10))).isEmpty();
    }

    private List<String> keys(ObjectListing.Query query) {
        return rig.store().list(query).objects().stream().map(StoredObject::key).toList();
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (String name : List.of("ab", "Upper", "under_score", "-first", "last-", "a..b", "192.168.0.1", "../../x")) {
            assertRefused(Refusal.INVALID, () -> rig.store().createBucket(name, "GPAKTEST"));
        }
        assertRefused(Refusal.INVALID, () -> rig.put(bucket, "", "x"));
        assertRefused(Refusal.INVALID, () -> rig.put(bucket, "nul\0", "x"));
        assertRefused(Refusal.INVALID, () -> rig.put(bucket, "half\ud83d", "x"));
        assertRefused(Refusal.INVALID, () -> rig.put(bucket, "\u00e4".repeat(513), "x"));
    }

    private static void assertRefused(Refusal refusal, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }
}
