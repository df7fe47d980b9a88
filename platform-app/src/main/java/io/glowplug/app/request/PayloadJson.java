// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.request;

import io.glowplug.runtime.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user's payload on its way into a JSON answer.
 *
 * @param json the document itself, character by character, or null where it is not JSON
 * @param base64 the bytes, where they are not JSON
 */
public record PayloadJson(@Nullable String json, @Nullable String base64) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    public static PayloadJson of(Payload payload) {
        String text = text(payload);
        return text != null && isJson(text)
                ? new PayloadJson(text, null)
                : new PayloadJson(null, Base64.getEncoder().encodeToString(payload.bytes()));
    }

    private static @Nullable String text(Payload payload) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload.bytes()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException broken) {
            return false;
        }
    }
}
