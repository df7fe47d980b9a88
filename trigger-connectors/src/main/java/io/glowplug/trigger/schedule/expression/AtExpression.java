// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule.expression;

import io.glowplug.registry.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Once, at a local time. */
record AtExpression(Instant slot) implements SlotExpression {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    static AtExpression parse(String argument, ZoneId zone) {
        LocalDateTime local;
        try {
            local = LocalDateTime.parse(argument, FORM);
        } catch (DateTimeException e) {
            throw RefusedException.invalid(
                    FIELD, "has the time '" + argument + "', which must be a time such as 2030-01-31T08:00:00");
        }
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw RefusedException.invalid(
                    FIELD, "never fires: " + argument + " does not exist in " + zone + ", the clocks skip it");
        }
        return new AtExpression(local.toInstant(offsets.getFirst()));
    }

    @Override
    public Optional<Instant> nextAfter(Instant after, Instant anchor) {
        return slot.isAfter(after) ? Optional.of(slot) : Optional.empty();
    }
}
