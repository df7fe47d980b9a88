// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.DeliverySettings;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.testing.FakeSecretCipher;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import io.glowplug.trigger.contract.ContractNode;
import io.glowplug.trigger.contract.InMemoryLedger;
import io.glowplug.trigger.kind.CheckedSettings;
import io.glowplug.trigger.kind.TriggerKinds;
import io.glowplug.trigger.object.external.EndpointRules;
import io.glowplug.trigger.object.store.ObjectStoreRig;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What object triggers make of changes, beyond the contract of all connectors. */
class ObjectReadingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ObjectStoreRig rig = ObjectStoreRig.shared();
    private final FakeSecretCipher cipher = new FakeSecretCipher();
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final String bucket = rig.bucket();
    private final UUID triggerId = UUID.randomUUID();
    private final Instant since = Instant.now();
    private BatchSettings batch = BatchSettings.SINGLE;

    private TriggerKinds kinds(SecretCipher secrets) {
        return new TriggerKinds(List.of(ObjectContractTest.connector(rig, secrets)));
    }

    private TriggerSource open(String settings) {
        CheckedSettings<?> read = kinds(cipher).read("object", settings);
        CheckedSettings<?> stored = kinds(cipher).sealed(read, triggerId, null);
        return stored.open(new ContractNode(definition(stored.json()), ledger, InstantSource.system()));
    }

    private TriggerDefinition definition(String settings) {
        return new TriggerDefinition(
                triggerId,
                "thumbnails",
                "resize",
                null,
                "object",
                settings,
                null,
                batch,
                RetryPolicy.DEFAULT,
                DeliverySettings.DEFAULT,
                null,
                false,
                null,
                since,
                0,
                since,
                since);
    }

    private List<JsonNode> records() {
        List<JsonNode> records = new ArrayList<>();
        for (TriggerEvent event : ledger.events(triggerId)) {
            JsonMapper.shared().readTree(event.payload().bytes()).get("Records").forEach(records::add);
        }
        return records;
    }

    private List<String> told() {
        return records().stream()
                .map(record -> record.get("eventName").asString() + " "
                        + record.at("/s3/object/key").asString())
                .toList();
    }

    private void awaitTold(String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told()).containsExactlyInAnyOrder(expected));
    }

    @Test
    void theEventIsTheOneThatS3Sends() {
        rig.put(bucket, "before the trigger", "x");
        Instant created = Instant.now();
        TriggerDefinition fresh = new TriggerDefinition(
                triggerId,
                "thumbnails",
                "resize",
                null,
                "object",
                kinds(cipher)
                        .read(
                                "object",
                                "{\"bucket\":\"" + bucket
                                        + "\",\"events\":[\"s3:ObjectCreated:*\",\"s3:ObjectRemoved:*\"]}")
                        .json(),
                null,
                batch,
                RetryPolicy.DEFAULT,
                false,
                null,
                created,
                0,
                created,
                created);
        try (TriggerSource _ = kinds(cipher)
                .read("object", fresh.settings())
                .open(new ContractNode(fresh, ledger, InstantSource.system()))) {
            rig.put(bucket, "dir/a b+\u00e4.txt", "hello");
            rig.store().delete(bucket, "dir/a b+\u00e4.txt", ObjectStoreRig.SOMEBODY);
            awaitTold("ObjectCreated:Put dir/a+b%2B%C3%A4.txt", "ObjectRemoved:Delete dir/a+b%2B%C3%A4.txt");
        }

        JsonNode put = records().getFirst();
        assertThat(put.get("eventVersion").asString()).isEqualTo("2.1");
        assertThat(put.get("eventSource").asString()).isEqualTo("aws:s3");
        assertThat(put.get("awsRegion").asString()).isEqualTo("us-east-1");
        assertThat(put.get("eventTime").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(put.at("/userIdentity/principalId").asString()).isEqualTo("AWS:GPAKTEST");
        assertThat(put.at("/requestParameters/sourceIPAddress").asString()).isEqualTo("192.0.2.7");
        assertThat(put.at("/responseElements/x-amz-request-id").asString()).isEqualTo("request-1");
        assertThat(put.at("/s3/configurationId").asString()).isEqualTo("thumbnails");
        assertThat(put.at("/s3/bucket/arn").asString()).isEqualTo("arn:aws:s3:::" + bucket);
        assertThat(put.at("/s3/object/size").asLong()).isEqualTo(5);
        assertThat(put.at("/s3/object/eTag").asString()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
        assertThat(put.at("/s3/object/sequencer").asString()).matches("[0-9A-F]{16}");
        JsonNode removed = records().getLast();
        assertThat(removed.at("/s3/object").has("size")).isFalse();
        assertThat(removed.at("/s3/object").has("eTag")).isFalse();
        assertThat(removed.at("/s3/object/sequencer").asString())
                .isGreaterThan(put.at("/s3/object/sequencer").asString());
        assertThat(ledger.events(triggerId))
                .extracting(TriggerEvent::orderingKey)
                .containsOnly("dir/a b+\u00e4.txt");
    }

    @Test
    void eventsPrefixAndSuffixDecideWhatCounts() {
        try (TriggerSource _ = open("""
                {"bucket":"%s","events":["s3:ObjectCreated:Copy","s3:ObjectRemoved:*"],"prefix":"in/","suffix":".jpg"}""".formatted(bucket))) {
            rig.put(bucket, "in/put.jpg", "x");
            var original = rig.store().find(bucket, "in/put.jpg");
            rig.store().copy(original, bucket, "in/copy.jpg", null, ObjectStoreRig.SOMEBODY);
            rig.store().copy(original, bucket, "in/copy.png", null, ObjectStoreRig.SOMEBODY);
            rig.store().copy(original, bucket, "out/copy.jpg", null, ObjectStoreRig.SOMEBODY);
            rig.store().delete(bucket, "in/put.jpg", ObjectStoreRig.SOMEBODY);

            awaitTold("ObjectCreated:Copy in/copy.jpg", "ObjectRemoved:Delete in/put.jpg");
        }
    }

    @Test
    void aBatchWaitsForItsWindowAndSaysWhereItsRecordsAre() {
        batch = new BatchSettings(3, 300, 1024 * 1024);
        try (TriggerSource _ = open("{\"bucket\":\"" + bucket + "\"}")) {
            for (int n = 0; n < 7; n++) {
                rig.put(bucket, "k" + n, "x");
            }
            await().atMost(PATIENCE).until(() -> ledger.events(triggerId).size() == 2);
            assertThat(told()).hasSize(6);
            TriggerEvent event = ledger.events(triggerId).getFirst();
            assertThat(event.orderingKey()).isNull();
            assertThat(event.records()).isNotNull();
            assertThat(event.attributes()).containsEntry("records", "3").containsKeys("sequencer", "lastSequencer");
        }
        batch = BatchSettings.SINGLE;
        try (TriggerSource _ = open("{\"bucket\":\"" + bucket + "\"}")) {
            await().atMost(PATIENCE).until(() -> told().size() == 7);
        }
        assertThat(told()).doesNotHaveDuplicates();
    }

    @Test
    void aBucketThatIsRemovedIsAProblemUntilItIsBack() {
        try (TriggerSource source = open("{\"bucket\":\"" + bucket + "\",\"events\":[\"s3:ObjectRemoved:*\"]}")) {
            rig.put(bucket, "k", "x");
            rig.store().delete(bucket, "k", ObjectStoreRig.SOMEBODY);
            rig.store().deleteBucket(bucket);

            await().atMost(PATIENCE).until(() -> source.health().problem() != null);
            assertThat(source.health().problem()).contains("no bucket called " + bucket);
            awaitTold("ObjectRemoved:Delete k");
            rig.store().createBucket(bucket, "GPAKTEST");
            await().atMost(PATIENCE).until(() -> source.health().problem() == null);
            rig.put(bucket, "again", "x");
            rig.store().delete(bucket, "again", ObjectStoreRig.SOMEBODY);
            awaitTold("ObjectRemoved:Delete k", "ObjectRemoved:Delete again");
        }
    }

    @Test
    void enoughOpenInvocationsHoldTheReadingBack() {
        ledger.setOpen(triggerId, 1000);
        try (TriggerSource source = open("{\"bucket\":\"" + bucket + "\"}")) {
            rig.put(bucket, "k", "x");
            Instant begun = Instant.now();
            await().atMost(PATIENCE).until(() -> source.health().lastProgress().isAfter(begun));
            assertThat(told()).isEmpty();
            ledger.setOpen(triggerId, 999);
            awaitTold("ObjectCreated:Put k");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                        | settings.bucket
            {"bucket":"b","events":[]}                                                | settings.events
            {"bucket":"b","events":["s3:ObjectRestore:*"]}                            | settings.events[0]
            {"bucket":"b","events":["ObjectCreated:*"]}                               | settings.events[0]
            {"bucket":"b","events":["s3:*"]}                                          | settings.events[0]
            {"bucket":"b","prefix":7}                                                 | settings.prefix
            {"bucket":"b","external":{}}                                              | settings.external.region
            {"bucket":"b","external":{"endpoint":"ftp://x"}}                          | settings.external.endpoint
            {"bucket":"b","external":{"endpoint":"http://u:p@x"}}                     | settings.external.endpoint
            {"bucket":"b","external":{"endpoint":"http://x","secretAccessKey":"s"}}   | settings.external.accessKeyId
            {"bucket":"b","external":{"endpoint":"http://x","intervalSeconds":0}}     | settings.external.intervalSeconds
            {"bucket":"b","events":["s3:ObjectCreated:Put"],"external":{"region":"r"}}| settings.events
            """)
    void settingsThatCannotBeKeptToAreRefusedByName(String settings, String field) {
        assertThatThrownBy(() -> kinds(cipher).read("object", settings))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.violations())
                                .extracting(violation -> violation.field())
                                .contains(field));
    }

    @ParameterizedTest
    @CsvSource({
        "'','','','',true",
        "in/,'',out/,'',false",
        "in/,'',in/sub/,'',true",
        "'',.jpg,'',.png,false",
        "'',.jpg,'',.small.jpg,true",
        "in/,.jpg,in/,.png,false"
    })
    void overlapsAreFoundAsS3FindsThem(
            String prefix, String suffix, String otherPrefix, String otherSuffix, boolean overlap) {
        ObjectSettings one = ObjectSettings.read("b", null, prefix, suffix, null);

        assertThat(one.overlaps(
                        ObjectSettings.read("b", List.of("s3:ObjectCreated:Put"), otherPrefix, otherSuffix, null)))
                .isEqualTo(overlap);
        assertThat(one.overlaps(
                        ObjectSettings.read("b", List.of("s3:ObjectRemoved:*"), otherPrefix, otherSuffix, null)))
                .isFalse();
        assertThat(one.overlaps(ObjectSettings.read("c", null, otherPrefix, otherSuffix, null)))
                .isFalse();
    }

    private static String external(ForeignStore store, String bucket, String more) {
        return """
                {"bucket":"%s","events":["s3:ObjectCreated:*","s3:ObjectRemoved:*"],"external":{"endpoint":"%s","accessKeyId":"%s",
                 "secretAccessKey":"%s","intervalSeconds":1%s}}""".formatted(bucket, store.endpoint(), ForeignStore.ACCESS_KEY, ForeignStore.SECRET_KEY, more);
    }

    @Test
    void anotherStoresChangesAndRemovalsAreTold() {
        ForeignStore store = ForeignStore.shared();
        String foreign = store.bucket();
        try (TriggerSource _ = open(external(store, foreign, ""))) {
            store.put(foreign, "new", "1");
            awaitTold("ObjectCreated:Put new");
            store.put(foreign, "new", "changed");
            awaitTold("ObjectCreated:Put new", "ObjectCreated:Put new");
            store.delete(foreign, "new");
            awaitTold("ObjectCreated:Put new", "ObjectCreated:Put new", "ObjectRemoved:Delete new");
        }
        JsonNode put = records().getFirst();
        assertThat(put.get("userIdentity")).isEmpty();
        assertThat(put.at("/s3/object/size").asLong()).isEqualTo(1);
    }

    @Test
    void whatWasThereBeforeIsSkippedUnlessItIsWanted() {
        ForeignStore store = ForeignStore.shared();
        String foreign = store.bucket();
        store.put(foreign, "old", "x");
        Instant later = Instant.now().plusSeconds(2);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(later));
        CheckedSettings<?> stored =
                kinds(cipher).sealed(kinds(cipher).read("object", external(store, foreign, "")), triggerId, null);
        Instant made = Instant.now();
        TriggerDefinition trigger = new TriggerDefinition(
                triggerId,
                "scans",
                "ocr",
                null,
                "object",
                stored.json(),
                null,
                batch,
                RetryPolicy.DEFAULT,
                false,
                null,
                made,
                0,
                made,
                made);
        try (TriggerSource _ = stored.open(new ContractNode(trigger, ledger, InstantSource.system()))) {
            await().atMost(PATIENCE)
                    .until(() -> ledger.checkpoints(triggerId)
                            .getOrDefault(foreign, "")
                            .contains("scanned"));
            store.put(foreign, "new", "x");
            awaitTold("ObjectCreated:Put new");
            store.delete(foreign, "old");
            awaitTold("ObjectCreated:Put new", "ObjectRemoved:Delete old");
        }
    }

    @Test
    void aStoreThatGoesDownIsAProblemUntilItIsBack() {
        try (ForeignStore store = new ForeignStore()) {
            String foreign = store.bucket();
            try (TriggerSource source = open(external(store, foreign, ""))) {
                store.put(foreign, "first", "x");
                awaitTold("ObjectCreated:Put first");
                store.down();
                await().atMost(PATIENCE).until(() -> source.health().problem() != null);
                assertThat(source.health().problem()).contains("cannot be reached");
                store.up();
                store.put(foreign, "second", "x");
                awaitTold("ObjectCreated:Put first", "ObjectCreated:Put second");
                assertThat(source.health().problem()).isNull();
            }
        }
    }

    @Test
    void aWrongKeyAndAMissingBucketAreSaidInOneSentence() {
        ForeignStore store = ForeignStore.shared();
        String foreign = store.bucket();
        String wrong = external(store, foreign, "").replace(ForeignStore.SECRET_KEY, "not-the-secret");
        try (TriggerSource source = open(wrong)) {
            await().atMost(PATIENCE).until(() -> source.health().problem() != null);
            assertThat(source.health().problem())
                    .contains("SignatureDoesNotMatch")
                    .doesNotContain("not-the-secret");
        }
        try (TriggerSource source = open(external(store, "nowhere-to-be-found", ""))) {
            await().atMost(PATIENCE).until(() -> source.health().problem() != null);
            assertThat(source.health().problem()).contains("NoSuchBucket");
        }
    }

    @Test
    void secretsAreStoredEncryptedShownAsSetAndKeptByAnEdit() {
        String settings = external(ForeignStore.shared(), bucket, "");
        TriggerKinds kinds = kinds(cipher);
        CheckedSettings<?> stored = kinds.sealed(kinds.read("object", settings), triggerId, null);

        assertThat(stored.json()).doesNotContain(ForeignStore.SECRET_KEY).contains("encrypted");
        String shown = kinds.shown("object", stored.json());
        assertThat(shown).doesNotContain("encrypted").contains("\"secretAccessKey\":{\"set\":true}");
        assertThat(kinds.sealed(kinds.read("object", shown), triggerId, stored.json())
                        .json())
                .isEqualTo(stored.json());
        assertThat(kinds.sealed(kinds.read("object", settings), triggerId, stored.json())
                        .json())
                .isEqualTo(stored.json());
        assertThatThrownBy(() -> kinds.sealed(kinds.read("object", shown), triggerId, null))
                .hasMessageContaining("secretAccessKey must be given");
        String elsewhere = shown.replace("127.0.0.1", "attacker.example");
        assertThatThrownBy(() -> kinds.sealed(kinds.read("object", elsewhere), triggerId, stored.json()))
                .hasMessageContaining("secretAccessKey must be given");

        cipher.changeKey(false);
        String anew = kinds.sealed(stored, triggerId, stored.json()).json();
        assertThat(anew).isNotEqualTo(stored.json());
        assertThat(kinds.shown("object", anew)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"169.254.169.254", "[fe80::1]", "fd00:ec2::254", "0.0.0.0", "224.0.0.1", "64:ff9b::a9fe:a9fe"})
    void metadataServicesAreNoStores(String address) {
        assertThatThrownBy(() -> new EndpointRules(List.of()).resolve(address, 80))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("GLOWPLUG_TRIGGER_OBJECT_ALLOW");
    }

    @Test
    void privateAddressesAreAndWhatIsAllowedIs() throws UnknownHostException {
        assertThat(new EndpointRules(List.of()).resolve("127.0.0.1", 9000)).hasSize(1);
        assertThat(new EndpointRules(List.of()).resolve("10.1.2.3", 9000)).hasSize(1);
        assertThat(new EndpointRules(List.of("169.254.10.0/24:9000")).resolve("169.254.10.1", 9000))
                .hasSize(1);
        assertThatThrownBy(() -> new EndpointRules(List.of("169.254.10.0/24:9000")).resolve("169.254.10.1", 80))
                .isInstanceOf(UnknownHostException.class);
    }
}
