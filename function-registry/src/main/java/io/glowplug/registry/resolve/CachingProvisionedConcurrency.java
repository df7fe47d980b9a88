// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.resolve;

import io.glowplug.registry.ProvisionedConcurrency;
import io.glowplug.registry.catalog.FunctionChanged;
import io.glowplug.registry.catalog.ProvisionedVersions;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Keeps what was read until something changes, on this node or on another. */
@Component
class CachingProvisionedConcurrency implements ProvisionedConcurrency {

    private record Known(List<Wanted> wanted, long afterInvalidations) {}

    private final ProvisionedVersions versions;
    private final AtomicLong invalidations = new AtomicLong();
    private volatile Known known = new Known(List.of(), -1);

    CachingProvisionedConcurrency(ProvisionedVersions versions) {
        this.versions = versions;
    }

    @Override
    public List<Wanted> wanted() {
        long before = invalidations.get();
        Known last = known;
        if (last.afterInvalidations() != before) {
            last = new Known(versions.wanted(), before);
            known = last;
        }
        return last.wanted();
    }

    void invalidate() {
        invalidations.incrementAndGet();
    }

    @TransactionalEventListener
    void changed(FunctionChanged change) {
        invalidate();
    }
}
