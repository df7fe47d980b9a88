// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.flow;

import io.glowplug.registry.FlowControl.RateLimit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When attempts of one key began, as far back as its rate limit looks: a window that slides, so that no span of its
 * length ever holds more than the limit. Times are rounded up to a 64th of the window, which bounds what is kept; the
 * steady rate is at most that much lower than the limit.
 */
public record RateWindow(List<Begun> begun) {

    public static final RateWindow EMPTY = new RateWindow(List.of());

    private static final int PARTS = 64;

    /** That many at that time, in microseconds since 1970. */
    public record Begun(long atMicros, int count) {}

    public RateWindow {
        begun = List.copyOf(begun);
    }

    /** How many more may begin now. */
    public int free(RateLimit limit, Instant now) {
        long counted = 0;
        for (Begun some : begun) {
            counted += stillCounts(some, limit, now) ? some.count() : 0;
        }
        return (int) Math.max(0, limit.events() - counted);
    }

    /** When the next one may begin; null if that is now. */
    public @Nullable Instant nextFree(RateLimit limit, Instant now) {
        int toEnd = 1 - free(limit, now);
        if (toEnd <= 0) {
            return null;
        }
        List<Begun> counted = begun.stream()
                .filter(some -> stillCounts(some, limit, now))
                .sorted(Comparator.comparingLong(Begun::atMicros))
                .toList();
        long total = counted.stream().mapToLong(Begun::count).sum();
        for (Begun some : counted) {
            total -= some.count();
            if (total < limit.events()) {
                return Instant.EPOCH.plus(some.atMicros() + windowMicros(limit), ChronoUnit.MICROS);
            }
        }
        return null;
    }

    /** The window after that many more began; what counts no longer is left out. */
    public RateWindow after(int count, RateLimit limit, Instant now) {
        long part = Math.max(1, windowMicros(limit) / PARTS);
        long at = -Math.floorDiv(-micros(now), part) * part;
        List<Begun> kept = new ArrayList<>();
        int together = count;
        for (Begun some : begun) {
            if (some.atMicros() == at) {
                together += some.count();
            } else if (stillCounts(some, limit, now)) {
                kept.add(some);
            }
        }
        kept.add(new Begun(at, together));
        return new RateWindow(kept);
    }

    /** From when on nothing of it counts any more. */
    public Instant expiry(RateLimit limit) {
        long last = begun.stream().mapToLong(Begun::atMicros).max().orElse(0);
        return Instant.EPOCH.plus(last + windowMicros(limit), ChronoUnit.MICROS);
    }

    private static boolean stillCounts(Begun some, RateLimit limit, Instant now) {
        return some.atMicros() + windowMicros(limit) > micros(now);
    }

    private static long windowMicros(RateLimit limit) {
        return limit.perSeconds() * 1_000_000L;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
