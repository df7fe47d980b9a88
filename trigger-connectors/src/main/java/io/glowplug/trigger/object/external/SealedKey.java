// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.glowplug.registry.RefusedException;
import java.util.Map;

/**
 * A secret access key in one of three forms: as a user writes it, a text; encrypted, as it is stored; or unnamed, as it is
 * shown, which in an edit stands for the one that is stored.
 */
public sealed interface SealedKey {

    /** What is shown of a stored key. */
    SealedKey STORED = new Stored();

    record Plain(String secret) implements SealedKey {

        /** Never written: what is stored is encrypted before. */
        @Override
        public Object json() {
            return Map.of("set", false);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    /** {@code bytes} is what the platform's cipher made, in Base64. */
    record Encrypted(String bytes) implements SealedKey {
        @Override
        public Object json() {
            return Map.of("encrypted", bytes);
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    record Stored() implements SealedKey {
        @Override
        public Object json() {
            return Map.of("set", true);
        }
    }

    @JsonValue
    Object json();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SealedKey of(Object value) {
        return switch (value) {
            case String text when !text.isBlank() && text.length() <= 256 -> new Plain(text);
            case Map<?, ?> map
            when map.size() == 1 && map.get("encrypted") instanceof String bytes -> new Encrypted(bytes);
            case Map<?, ?> map when map.size() == 1 && Boolean.TRUE.equals(map.get("set")) -> STORED;
            default ->
                throw RefusedException.invalid(
                        "external.secretAccessKey", "must be a text of 1 to 256 characters, or as it is shown");
        };
    }
}
