// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes an object visible or has it vanish, together with the change that says so. Its files are on disk before; those
 * that nobody needs any more go afterwards.
 */
final class Publication {

    private final StoreParts parts;
    private final TransactionTemplate transaction;
    private final FileSweep sweep;

    Publication(StoreParts parts, TransactionTemplate transaction, FileSweep sweep) {
        this.parts = parts;
        this.transaction = transaction;
        this.sweep = sweep;
    }

    /** What else belongs into the transaction that publishes an object; runs while the bucket is held. */
    @FunctionalInterface
    interface Preparation {
        NewContent prepare();
    }

    /** The bytes of a new object. */
    record NewContent(String eTag, List<Segment> segments) {}

    StoredObject publish(ObjectDraft draft, String eTag, List<Segment> segments, String event, ObjectActor actor) {
        try {
            return publish(draft, () -> new NewContent(eTag, segments), event, actor);
        } catch (RuntimeException e) {
            // Perhaps it was committed all the same; the sweep asks the rows.
            sweep.later(segments.stream().map(Segment::file).toList());
            throw e;
        }
    }

    StoredObject publish(ObjectDraft draft, Preparation preparation, String event, ObjectActor actor) {
        record Published(StoredObject object, List<UUID> dropped) {}
        Published published = transaction.execute(_ -> {
            parts.buckets().hold(draft.bucket());
            NewContent content = preparation.prepare();
            Instant now = parts.now();
            StoredObject object = new StoredObject(
                    draft.bucket(),
                    draft.key(),
                    content.segments().stream().mapToLong(Segment::size).sum(),
                    content.eTag(),
                    now,
                    draft.headers(),
                    draft.metadata());
            List<UUID> dropped = parts.objects().put(StoredObjects.newId(), object, content.segments());
            parts.changes().append(object.bucket(), event, object.key(), object.size(), object.eTag(), now, actor);
            return new Published(object, dropped);
        });
        sweep.later(published.dropped());
        parts.changes().announce(draft.bucket());
        return published.object();
    }

    boolean remove(String bucket, String key, ObjectActor actor) {
        Optional<List<UUID>> dropped = transaction.execute(_ -> {
            parts.buckets().hold(bucket);
            Optional<List<UUID>> files = parts.objects().delete(bucket, key);
            if (files.isPresent()) {
                parts.changes().append(bucket, "ObjectRemoved:Delete", key, null, null, parts.now(), actor);
            }
            return files;
        });
        if (dropped.isEmpty()) {
            return false;
        }
        sweep.later(dropped.get());
        parts.changes().announce(bucket);
        return true;
    }
}
