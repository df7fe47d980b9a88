// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.ObjectBucket;
import io.glowplug.trigger.ObjectContent;
import io.glowplug.trigger.ObjectDraft;
import io.glowplug.trigger.ObjectListing;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.StoredObject;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Buckets and objects: bytes to files first, then rows and the change in one transaction. */
final class StoredObjects implements ObjectStore {

    private final StoreParts parts;
    private final Publication publication;

    StoredObjects(StoreParts parts, Publication publication) {
        this.parts = parts;
        this.publication = publication;
    }

    @Override
    public boolean isOpen() {
        return parts.home().isOpen();
    }

    @Override
    public ObjectBucket createBucket(String name, String createdBy) {
        parts.home().files();
        ObjectRules.checkBucket(name);
        ObjectBucket bucket = new ObjectBucket(name, parts.now(), createdBy);
        if (!parts.buckets().create(bucket)) {
            throw RefusedException.conflict("There is a bucket called " + name + " already.");
        }
        return bucket;
    }

    @Override
    public ObjectBucket bucket(String name) {
        return parts.buckets().find(name).orElseThrow(() -> BucketRows.unknown(name));
    }

    @Override
    public Page<ObjectBucket> buckets(PageRequest page) {
        String after = page.cursor() == null ? "" : page.cursor();
        List<ObjectBucket> found = parts.buckets().list(after, page.limit() + 1);
        if (found.size() <= page.limit()) {
            return new Page<>(found, null);
        }
        List<ObjectBucket> items = found.subList(0, page.limit());
        return new Page<>(items, items.getLast().name());
    }

    @Override
    public void deleteBucket(String name) {
        parts.buckets().delete(name);
    }

    @Override
    public ObjectListing list(ObjectListing.Query query) {
        bucket(query.bucket());
        return new KeyWalk(parts.objects(), query).listing();
    }

    @Override
    public ObjectContent find(String bucket, String key) {
        ObjectFiles files = parts.home().files();
        ObjectRows.Row row = parts.objects().find(bucket, key).orElseThrow(() -> {
            bucket(bucket);
            return unknown(bucket, key);
        });
        return new Content(files, row.object(), parts.objects().segments(row.id()));
    }

    @Override
    public StoredObject put(ObjectDraft draft, InputStream content, Expected expected, ObjectActor actor) {
        ObjectRules.check(draft);
        ObjectFiles files = parts.home().files();
        bucket(draft.bucket());
        WrittenFile file = ObjectFiles.onDisk(() -> files.write(content, expected.size(), expected.md5()));
        return publication.publish(
                draft, file.md5(), List.of(new Segment(file.id(), file.size())), expected.event(), actor);
    }

    /** Links rather than copies, so that its time does not depend on the size. */
    @Override
    public StoredObject copy(
            ObjectContent original, String bucket, String key, @Nullable ObjectDraft replacement, ObjectActor actor) {
        if (!(original instanceof Content content)) {
            throw new IllegalArgumentException("not an object of this store");
        }
        StoredObject object = content.object();
        ObjectDraft draft =
                replacement == null ? new ObjectDraft(bucket, key, object.headers(), object.metadata()) : replacement;
        ObjectRules.check(draft);
        bucket(bucket);
        ObjectFiles files = parts.home().files();
        List<Segment> linked = content.segments.stream()
                .map(segment -> new Segment(ObjectFiles.onDisk(() -> files.link(segment.file())), segment.size()))
                .toList();
        return publication.publish(draft, object.eTag(), linked, "ObjectCreated:Copy", actor);
    }

    @Override
    public boolean delete(String bucket, String key, ObjectActor actor) {
        return publication.remove(bucket, key, actor);
    }

    static RefusedException unknown(String bucket, String key) {
        return RefusedException.notFound("There is no object " + key + " in the bucket " + bucket + ".");
    }

    /** The rows as they were when it was looked up; their files stay for a while when they are replaced. */
    private record Content(ObjectFiles files, StoredObject object, List<Segment> segments) implements ObjectContent {
        @Override
        public InputStream open(long offset, long length) {
            return new SegmentStream(files, segments, offset, length);
        }
    }

    static UUID newId() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }
}
