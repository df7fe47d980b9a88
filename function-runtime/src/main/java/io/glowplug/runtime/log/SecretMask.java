// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import io.glowplug.runtime.Payload;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Replaces the secrets of a function where they occur word for word. Short ones are left, since they occur by chance.
 * Of a secret of several lines each line is replaced, as logs are cut into lines. Costs nothing without secrets.
 */
public final class SecretMask {

    public static final SecretMask NONE = new SecretMask(List.of());

    private static final int MIN_CHARACTERS = 6;
    private static final String MASK = "***";

    /** Longest first, in case one is part of another. */
    private final List<String> secrets;

    private SecretMask(List<String> secrets) {
        this.secrets = secrets;
    }

    public static SecretMask of(Collection<String> secrets) {
        List<String> masked = secrets.stream()
                .flatMap(secret -> Stream.concat(Stream.of(secret), secret.lines()))
                .flatMap(text -> Stream.of(text, asJson(text)))
                .filter(text -> text.length() >= MIN_CHARACTERS)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        return masked.isEmpty() ? NONE : new SecretMask(masked);
    }

    public String applyTo(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** Returns the same payload where it holds no secret; what is not UTF-8 is left alone. */
    public Payload applyTo(Payload payload) {
        if (secrets.isEmpty()) {
            return payload;
        }
        String text = payload.utf8();
        String masked = applyTo(text);
        return masked.equals(text) ? payload : Payload.ofUtf8(masked);
    }

    private static String asJson(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    }
}
