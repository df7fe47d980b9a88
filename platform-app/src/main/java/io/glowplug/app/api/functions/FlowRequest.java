// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.request.Fields;
import io.glowplug.registry.FlowControl;
import org.jspecify.annotations.Nullable;

/**
 * How the events of a function are held back. It replaces what was set before; an empty object holds nothing back.
 */
record FlowRequest(
        @Nullable RateLimitRequest rateLimit,
        @Nullable ConcurrencyRequest concurrency) {

    /**
     * At most that many attempts begin in any span of that length.
     *
     * @param events 1 to 100,000
     * @param perSeconds 1 to 86,400; 1 by default
     * @param key not supported yet
     */
    record RateLimitRequest(
            @Nullable Integer events,
            @Nullable Integer perSeconds,
            @Nullable String key) {

        FlowControl.RateLimit toLimit() {
            Fields.refuseUnsupported("async.flow.rateLimit.key", key != null);
            return Fields.within(
                    "async.flow.rateLimit",
                    () -> new FlowControl.RateLimit(
                            Fields.required("events", events), perSeconds == null ? 1 : perSeconds, key));
        }
    }

    /**
     * At most that many run at once.
     *
     * @param limit 1 to 100,000
     * @param key not supported yet
     */
    record ConcurrencyRequest(
            @Nullable Integer limit, @Nullable String key) {

        FlowControl.ConcurrencyLimit toLimit() {
            Fields.refuseUnsupported("async.flow.concurrency.key", key != null);
            return Fields.within(
                    "async.flow.concurrency",
                    () -> new FlowControl.ConcurrencyLimit(Fields.required("limit", limit), key));
        }
    }

    FlowControl toFlowControl() {
        return new FlowControl(
                rateLimit == null ? null : rateLimit.toLimit(), concurrency == null ? null : concurrency.toLimit());
    }
}
