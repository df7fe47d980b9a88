// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel;

import io.glowplug.runtime.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * What went wrong, as a function's caller gets to see it: a JSON object with {@code errorType}, {@code errorMessage}
 * and whatever else the runtime adds.
 */
public record ErrorDocument(String errorType, String errorMessage, Payload json) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public static ErrorDocument of(String errorType, String errorMessage) {
        // Always in Lambda's order; a map's would differ from one start of the platform to the next.
        byte[] json = JSON.writeValueAsBytes(
                JSON.createObjectNode().put("errorMessage", errorMessage).put("errorType", errorType));
        return new ErrorDocument(errorType, errorMessage, Payload.wrap(json));
    }

    /** The process answered more than a caller can be given. Text as on Lambda. */
    public static ErrorDocument answerTooLarge() {
        return of(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (%d bytes)."
                        .formatted(RuntimeChannel.MAX_ANSWER_BYTES));
    }

    /** The process streamed more than a caller can be given. */
    public static ErrorDocument streamTooLarge() {
        return of(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (%d bytes)."
                        .formatted(Payload.MAX_STREAM_BYTES));
    }

    /**
     * Reads what a process sent. Nothing about it can be trusted: where it names no type, {@code typeIfAbsent} stands
     * in, and a text that is no JSON object becomes the message of one.
     */
    public static ErrorDocument sentByProcess(byte[] sent, String typeIfAbsent) {
        String type = null;
        String message = null;
        try (JsonParser parser = JSON.createParser(sent)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return of(typeIfAbsent, Payload.wrap(sent).utf8());
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "errorType" -> type = textOrSkip(parser);
                    case "errorMessage" -> message = textOrSkip(parser);
                    default -> parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                return of(typeIfAbsent, Payload.wrap(sent).utf8());
            }
        } catch (JacksonException notJson) {
            return of(typeIfAbsent, Payload.wrap(sent).utf8());
        }
        return new ErrorDocument(
                type == null || type.isBlank() ? typeIfAbsent : type,
                message == null ? "" : message,
                Payload.wrap(sent));
    }

    private static @Nullable String textOrSkip(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }

    public RuntimeChannel.Init.Failed asInit() {
        return new RuntimeChannel.Init.Failed(errorType, errorMessage, json);
    }

    public RuntimeChannel.Piece.Failed asPiece() {
        return new RuntimeChannel.Piece.Failed(errorType, errorMessage, json);
    }

    public RuntimeChannel.Reply.Failed asReply() {
        return new RuntimeChannel.Reply.Failed(errorType, errorMessage, json);
    }
}
