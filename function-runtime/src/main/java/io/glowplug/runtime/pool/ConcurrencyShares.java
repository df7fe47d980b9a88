// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.registry.FunctionVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How many invocations of each function run on this node, or have an environment on its way, against what it may have:
 * what it reserved, or what others that reserved nothing leave of the rest. Guarded by the pool's lock.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
final class ConcurrencyShares {

    private final int limit;
    private final Map<UUID, Share> shares = new HashMap<>();
    private int reserved;
    private int usedOfUnreserved;

    ConcurrencyShares(int limit) {
        this.limit = limit;
    }

    /** That of one function, with all its versions. */
    final class Share {

        private @Nullable Integer own;
        private int used;

        /** Whether one more may run. */
        boolean hasRoom() {
            Integer mine = own;
            return mine != null ? used < mine : usedOfUnreserved < limit - reserved;
        }

        /** Whether it may never run, as somebody stopped it. */
        boolean isStopped() {
            return own != null && own == 0;
        }

        boolean isReserved() {
            return own != null;
        }

        void take() {
            used++;
            countUnreserved(1);
        }

        void giveBack() {
            used--;
            countUnreserved(-1);
        }

        private void countUnreserved(int more) {
            if (own == null) {
                usedOfUnreserved += more;
            }
        }

        private void reserve(@Nullable Integer now) {
            if (own == null) {
                usedOfUnreserved -= used;
            } else {
                reserved -= own;
            }
            own = now;
            if (now == null) {
                usedOfUnreserved += used;
            } else {
                reserved += now;
            }
        }
    }

    /** Returns the share of a version's function, which is what it is as of now. */
    Share of(FunctionVersion version) {
        Share share = shares.computeIfAbsent(version.functionId(), _ -> new Share());
        Integer now = version.reservedConcurrency();
        if (now == null ? share.own != null : !now.equals(share.own)) {
            share.reserve(now);
        }
        return share;
    }

    /** Forgets functions of which nothing runs and that are not among these. */
    void retain(Set<UUID> functions) {
        shares.entrySet().removeIf(entry -> {
            boolean gone = entry.getValue().used == 0 && !functions.contains(entry.getKey());
            if (gone) {
                entry.getValue().reserve(null);
            }
            return gone;
        });
    }
}
