// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down whoever guesses: after five wrong secrets for one access key from one address each further try has to wait,
 * twice as long each time, up to a minute. Others are not held up. Each node counts for itself.
 */
@Component
class SignInThrottle {

    static final int FREE_TRIES = 5;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
    private static final int MOST_REMEMBERED = 10_000;

    private final InstantSource clock;
    private final Map<Guesser, Failures> failures = new LinkedHashMap<>();

    SignInThrottle(InstantSource clock) {
        this.clock = clock;
    }

    private record Guesser(String accessKeyId, String address) {}

    private record Failures(int count, Instant latest) {

        Duration pause() {
            int doublings = Math.min(count - FREE_TRIES, 6);
            return doublings < 0 ? Duration.ZERO : min(Duration.ofSeconds(1L << doublings));
        }

        private static Duration min(Duration wait) {
            return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        }
    }

    /** Returns how long that one has to wait before the next try; zero for not at all. */
    synchronized Duration waitOf(String accessKeyId, String address) {
        Failures known = failures.get(new Guesser(accessKeyId, address));
        if (known == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), known.latest.plus(known.pause()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String accessKeyId, String address) {
        Instant now = clock.instant();
        failures.values().removeIf(old -> old.latest.plus(FORGOTTEN_AFTER).isBefore(now));
        Guesser guesser = new Guesser(accessKeyId, address);
        Failures before = failures.remove(guesser);
        failures.put(guesser, new Failures(before == null ? 1 : before.count + 1, now));
        if (failures.size() > MOST_REMEMBERED) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String accessKeyId, String address) {
        failures.remove(new Guesser(accessKeyId, address));
    }
}
