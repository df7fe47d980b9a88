// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.RecordLayout;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.ObjectActor;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.object.store.ObjectChange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change of an object as S3 tells it to a function:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
final class ObjectEventMapper {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final RecordLayout LAYOUT =
            new RecordLayout(List.of("Records"), List.of("s3", "object", "sequencer"), null, false);

    private final String region;
    private final String account;

    ObjectEventMapper(String region, String account) {
        this.region = region;
        this.account = account;
    }

    ObjectRecord record(TriggerDefinition trigger, ObjectChange change) {
        return record(trigger, change, HexFormat.of().withUpperCase().toHexDigits(change.number()));
    }

    /** What is not known of whoever made the change is left out. */
    ObjectRecord record(TriggerDefinition trigger, ObjectChange change, String sequencer) {
        ObjectActor actor = change.actor();
        ObjectNode record = JSON.createObjectNode();
        record.put("eventVersion", "2.1");
        record.put("eventSource", "aws:s3");
        record.put("awsRegion", region);
        record.put("eventTime", TIME.format(change.at()));
        record.put("eventName", change.event());
        ObjectNode identity = record.putObject("userIdentity");
        ObjectNode parameters = record.putObject("requestParameters");
        ObjectNode response = record.putObject("responseElements");
        if (!actor.principal().isEmpty()) {
            identity.put("principalId", "AWS:" + actor.principal());
            parameters.put("sourceIPAddress", actor.sourceAddress());
            response.put("x-amz-request-id", actor.requestId());
            response.put("x-amz-id-2", actor.requestId());
        }
        ObjectNode s3 = record.putObject("s3");
        s3.put("s3SchemaVersion", "1.0");
        s3.put("configurationId", trigger.name());
        ObjectNode bucket = s3.putObject("bucket");
        bucket.put("name", change.bucket());
        bucket.putObject("ownerIdentity").put("principalId", account);
        bucket.put("arn", "arn:aws:s3:::" + change.bucket());
        ObjectNode object = s3.putObject("object");
        object.put("key", encoded(change.key()));
        if (change.size() != null) {
            object.put("size", change.size());
        }
        if (change.eTag() != null) {
            object.put("eTag", change.eTag());
        }
        object.put("sequencer", sequencer);
        return new ObjectRecord(
                change.number(), change.key(), change.event(), sequencer, change.at(), record.toString());
    }

    /** One record alone; events of one object run one after another. */
    TriggerEvent single(String bucket, String key, ObjectRecord record) {
        return new TriggerEvent(
                key,
                record.objectKey(),
                source(bucket),
                record.at(),
                body(List.of(record)),
                Map.of(
                        "bucket", bucket,
                        "key", record.objectKey(),
                        "event", record.eventName(),
                        "sequencer", record.sequencer()));
    }

    /** Several records, of whichever objects. */
    TriggerEvent batch(String bucket, String key, List<ObjectRecord> records) {
        ObjectRecord first = records.getFirst();
        ObjectRecord last = records.getLast();
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("bucket", bucket);
        attributes.put("records", String.valueOf(records.size()));
        attributes.put("sequencer", first.sequencer());
        attributes.put("lastSequencer", last.sequencer());
        return new TriggerEvent(key, null, source(bucket), last.at(), body(records), attributes, LAYOUT);
    }

    private static Payload body(List<ObjectRecord> records) {
        return Payload.ofUtf8(
                records.stream().map(ObjectRecord::json).collect(Collectors.joining(",", "{\"Records\":[", "]}")));
    }

    private static String source(String bucket) {
        return "object:" + bucket;
    }

    /** As S3 does: like a form, but slashes as they are. */
    private static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
