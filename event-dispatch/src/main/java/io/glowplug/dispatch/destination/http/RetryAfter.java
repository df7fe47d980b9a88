// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header of that name: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
final class RetryAfter {

    /** A receiver may ask for peace, not for ever. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Returns how long to wait, or null where the header says nothing that can be understood. */
    static @Nullable Duration read(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) {
            return within(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return within(Duration.between(now, at));
        } catch (DateTimeException foreign) {
            return null;
        }
    }

    private static Duration within(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
