// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.resolve;

import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControls;
import io.glowplug.registry.catalog.CatalogReads;
import io.glowplug.registry.catalog.FunctionChanged;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Keeps what was read until some function changes, and while it cannot be read again. */
@Component
class CachingFlowControls implements FlowControls {

    private static final Logger LOG = LoggerFactory.getLogger(CachingFlowControls.class);

    private record Known(Map<String, FlowControl> limited, long afterInvalidations) {}

    private final CatalogReads reads;
    private final AtomicLong invalidations = new AtomicLong();
    private volatile Known known = new Known(Map.of(), -1);

    CachingFlowControls(CatalogReads reads) {
        this.reads = reads;
    }

    @Override
    public Map<String, FlowControl> limited() {
        Known last = known;
        return last.afterInvalidations() == invalidations.get() ? last.limited() : read();
    }

    void invalidate() {
        invalidations.incrementAndGet();
    }

    @TransactionalEventListener
    void changed(FunctionChanged change) {
        invalidate();
    }

    private synchronized Map<String, FlowControl> read() {
        long before = invalidations.get();
        Known last = known;
        if (last.afterInvalidations() == before) {
            return last.limited();
        }
        try {
            Map<String, FlowControl> limited = reads.flowControls();
            known = new Known(limited.equals(last.limited()) ? last.limited() : limited, before);
        } catch (RuntimeException unreachable) {
            if (last.afterInvalidations() < 0) {
                // Nothing is known yet, and to take that for "no limits" would break one.
                throw unreachable;
            }
            LOG.debug("The limits of functions cannot be read; the last known ones stay in force", unreachable);
        }
        return known.limited();
    }
}
