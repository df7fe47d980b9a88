// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.object.external.PlannedChange;
import io.glowplug.trigger.object.external.SeenObject;
import io.glowplug.trigger.object.store.ObjectChange;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A difference between two scans as S3 would have told of it, as far as a scan can know. */
final class ExternalEventMapper {

    private static final ObjectActor UNKNOWN = new ObjectActor("", "", "");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final ObjectEventMapper mapper;

    ExternalEventMapper(ObjectEventMapper mapper) {
        this.mapper = mapper;
    }

    ObjectRecord record(TriggerDefinition trigger, String bucket, PlannedChange change) {
        SeenObject object = change.object();
        // Rises for each object by its time; the position tells records of one event apart.
        String sequencer =
                HEX.toHexDigits(object.modifiedAt().toEpochMilli()) + HEX.toHexDigits((short) change.position());
        @Nullable Long size = change.removed() ? null : Long.valueOf(object.size());
        @Nullable String eTag = change.removed() ? null : object.eTag();
        String event = change.removed() ? "ObjectRemoved:Delete" : eventOf(object);
        return mapper.record(
                trigger,
                new ObjectChange(bucket, 0, event, object.key(), size, eTag, object.modifiedAt(), UNKNOWN),
                sequencer);
    }

    TriggerEvent event(TriggerDefinition trigger, String bucket, UUID emission, List<PlannedChange> changes) {
        List<ObjectRecord> records =
                changes.stream().map(change -> record(trigger, bucket, change)).toList();
        return trigger.batch().size() == 1
                ? mapper.single(bucket, emission.toString(), records.getFirst())
                : mapper.batch(bucket, emission.toString(), records);
    }

    /** An upload in parts can be told by its eTag, a copy cannot. */
    private static String eventOf(SeenObject object) {
        return object.eTag().contains("-") ? "ObjectCreated:CompleteMultipartUpload" : "ObjectCreated:Put";
    }
}
