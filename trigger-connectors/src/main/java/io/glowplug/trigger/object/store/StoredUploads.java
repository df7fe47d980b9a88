// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.ObjectPart;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.ObjectUpload;
import io.glowplug.trigger.ObjectUploads;
import io.glowplug.trigger.StoredObject;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** Uploads in parts. Completing one only hands the parts' files over to the object. */
final class StoredUploads implements ObjectUploads {

    private static final int MOST_PARTS = 10_000;

    private final StoreParts parts;
    private final Publication publication;
    private final TransactionTemplate transaction;
    private final FileSweep sweep;

    StoredUploads(StoreParts parts, Publication publication, TransactionTemplate transaction, FileSweep sweep) {
        this.parts = parts;
        this.publication = publication;
        this.transaction = transaction;
        this.sweep = sweep;
    }

    @Override
    public UUID begin(ObjectDraft draft) {
        ObjectRules.check(draft);
        parts.home().files();
        UUID id = UUID.randomUUID();
        parts.uploads().begin(id, draft, parts.now());
        return id;
    }

    @Override
    public ObjectUpload find(UUID upload) {
        return parts.uploads().find(upload);
    }

    @Override
    public List<ObjectUpload> list(String bucket) {
        return parts.uploads().list(bucket);
    }

    @Override
    public ObjectPart put(
            UUID upload,
            int number,
            InputStream content,
            ObjectStore.Expected expected,
            Map<String, String> checksums) {
        Violations.of().range("partNumber", number, 1, MOST_PARTS).refuseIfAny();
        find(upload);
        ObjectFiles files = parts.home().files();
        WrittenFile file = ObjectFiles.onDisk(() -> files.write(content, expected.size(), expected.md5()));
        ObjectPart part = new ObjectPart(number, file.size(), file.md5(), parts.now(), checksums);
        try {
            sweep.later(transaction.execute(_ -> {
                parts.uploads().hold(upload);
                return parts.uploads().put(upload, new UploadRows.Row(file.id(), part));
            }));
        } catch (RuntimeException e) {
            sweep.later(List.of(file.id()));
            throw e;
        }
        return part;
    }

    @Override
    public List<ObjectPart> parts(UUID upload) {
        find(upload);
        return parts.uploads().parts(upload).stream().map(UploadRows.Row::part).toList();
    }

    @Override
    public StoredObject complete(UUID upload, SortedMap<Integer, String> wanted, ObjectActor actor) {
        ObjectDraft draft = parts.uploads().draft(upload);
        List<UUID> dropped = new ArrayList<>();
        StoredObject object = publication.publish(
                draft,
                () -> {
                    dropped.clear();
                    parts.uploads().hold(upload);
                    List<UploadRows.Row> rows = parts.uploads().parts(upload);
                    Publication.NewContent content = join(rows, wanted);
                    rows.stream()
                            .filter(row -> !wanted.containsKey(row.part().number()))
                            .forEach(row -> dropped.add(row.file()));
                    parts.uploads().remove(upload);
                    return content;
                },
                "ObjectCreated:CompleteMultipartUpload",
                actor);
        sweep.later(dropped);
        return object;
    }

    private static Publication.NewContent join(List<UploadRows.Row> rows, SortedMap<Integer, String> wanted) {
        Map<Integer, UploadRows.Row> byNumber = new HashMap<>();
        rows.forEach(row -> byNumber.put(row.part().number(), row));
        if (wanted.isEmpty()) {
            throw RefusedException.invalid("parts", "must name at least one part");
        }
        MessageDigest digest = ObjectFiles.md5();
        List<Segment> segments = new ArrayList<>();
        wanted.forEach((number, eTag) -> {
            UploadRows.Row row = byNumber.get(number);
            if (row == null || !row.part().eTag().equals(eTag)) {
                throw RefusedException.invalid("parts", "must be those that were uploaded; part " + number + " is not");
            }
            digest.update(HexFormat.of().parseHex(eTag));
            segments.add(new Segment(row.file(), row.part().size()));
        });
        return new Publication.NewContent(HexFormat.of().formatHex(digest.digest()) + "-" + wanted.size(), segments);
    }

    /** Aborts what began before that time; returns how many. */
    int abortStartedBefore(Instant time) {
        List<UUID> old = parts.uploads().startedBefore(time);
        old.forEach(this::abortIfThere);
        return old.size();
    }

    private void abortIfThere(UUID upload) {
        try {
            abort(upload);
        } catch (RefusedException endedMeanwhile) {
            // Somebody completed or aborted it, which is as good.
            return;
        }
    }

    @Override
    public void abort(UUID upload) {
        sweep.later(transaction.execute(_ -> {
            parts.uploads().hold(upload);
            List<UUID> files = parts.uploads().parts(upload).stream()
                    .map(UploadRows.Row::file)
                    .toList();
            parts.uploads().remove(upload);
            return files;
        }));
    }
}
