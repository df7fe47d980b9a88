// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.resolve;

import io.glowplug.registry.ServedFunctions;
import io.glowplug.registry.catalog.FunctionChanged;
import io.glowplug.registry.catalog.RuntimeNeeds;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Keeps what was read until something changes, on this node or on another. */
@Component
class CachingServedFunctions implements ServedFunctions {

    private record Known(Set<String> notServed, long afterInvalidations) {}

    private final RuntimeNeeds needs;
    private final AtomicLong invalidations = new AtomicLong();
    private volatile Known known = new Known(Set.of(), -1);

    CachingServedFunctions(RuntimeNeeds needs) {
        this.needs = needs;
    }

    @Override
    public Set<String> notServedHere() {
        long before = invalidations.get();
        Known last = known;
        if (last.afterInvalidations() != before) {
            last = new Known(needs.notServedHere(), before);
            known = last;
        }
        return last.notServed();
    }

    void invalidate() {
        invalidations.incrementAndGet();
    }

    @TransactionalEventListener
    void changed(FunctionChanged change) {
        invalidate();
    }
}
