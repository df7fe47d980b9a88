// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.delivery.wire;

import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.dispatch.delivery.wire.Outcome.Content;
import io.glowplug.runtime.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes Lambda's invocation record: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 *
 * <p>Beyond Lambda's: conditions for ends that Lambda does not have; payloads that are no JSON in Base64; and where a
 * payload or an answer is too large to be passed on, its size.
 */
public final class OutcomeEventMapper {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final String region;
    private final String account;

    public OutcomeEventMapper(String region, String account) {
        this.region = region;
        this.account = account;
    }

    public Payload document(Outcome outcome) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", "1.0");
            json.writeStringProperty("timestamp", TIME.format(outcome.at()));
            json.writeObjectPropertyStart("requestContext");
            json.writeStringProperty("requestId", outcome.invocationId().toString());
            json.writeStringProperty("functionArn", arn(outcome));
            json.writeStringProperty("condition", condition(outcome.reason()));
            json.writeNumberProperty("approximateInvokeCount", outcome.invokeCount());
            json.writeEndObject();
            write(json, "requestPayload", outcome.payload());
            writeResponse(json, outcome);
            json.writeEndObject();
        }
        return Payload.wrap(bytes.toByteArray());
    }

    /** A function that was never run has no response, as with Lambda. */
    private static void writeResponse(JsonGenerator json, Outcome outcome) {
        boolean failed = outcome.condition() == OutcomeCondition.FAILURE;
        if (outcome.executedVersion() != null) {
            json.writeObjectPropertyStart("responseContext");
            json.writeNumberProperty("statusCode", 200);
            json.writeStringProperty("executedVersion", outcome.executedVersion());
            if (failed) {
                json.writeStringProperty("functionError", "Unhandled");
            }
            json.writeEndObject();
        }
        if (!failed) {
            write(json, "responsePayload", outcome.answer());
        } else if (outcome.errorType() != null || outcome.errorMessage() != null) {
            json.writeObjectPropertyStart("responsePayload");
            json.writeStringProperty("errorType", outcome.errorType());
            json.writeStringProperty("errorMessage", outcome.errorMessage());
            json.writeEndObject();
        }
    }

    /** JSON goes in character by character: large numbers survive. */
    private static void write(JsonGenerator json, String name, Content content) {
        byte[] bytes = content.bytes();
        Integer size = content.size();
        if (bytes == null) {
            json.writeNullProperty(name);
            if (size != null && size > OutgoingDelivery.MAX_PART_BYTES) {
                json.writeObjectPropertyStart(name + "Omitted");
                json.writeNumberProperty("bytes", size);
                json.writeNumberProperty("maxBytes", OutgoingDelivery.MAX_PART_BYTES);
                json.writeEndObject();
            }
            return;
        }
        String text = text(bytes);
        if (text != null && isJson(text)) {
            json.writeName(name);
            json.writeRawValue(text);
        } else {
            json.writeStringProperty(name + "Base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException broken) {
            return false;
        }
    }

    private String arn(Outcome outcome) {
        String qualifier = outcome.qualifier() == null ? "$LATEST" : outcome.qualifier();
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + outcome.functionName() + ":" + qualifier;
    }

    private static String condition(String reason) {
        return switch (reason) {
            case "succeeded" -> "Success";
            case "retries-exhausted" -> "RetriesExhausted";
            case "event-age-exceeded" -> "EventAgeExceeded";
            default -> camelCase(reason);
        };
    }

    /** Reasons that Lambda does not have: {@code lease-lost-repeatedly} is {@code LeaseLostRepeatedly}. */
    private static String camelCase(String words) {
        StringBuilder text = new StringBuilder();
        for (String word : words.split("-", -1)) {
            if (!word.isEmpty()) {
                text.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
            }
        }
        return text.toString();
    }
}
