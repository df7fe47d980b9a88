// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.registry.FlowControl;
import org.jspecify.annotations.Nullable;

/**
 * How the events of a function are held back. It replaces what was set before; an empty object holds nothing back.
 */
record FlowRequest(
        @Nullable RateLimitRequest rateLimit, @Nullable ConcurrencyRequest concurrency) {

    /**
     * At most that many attempts begin in any span of that length.
     *
     * @param events 1 to 100,000
     * @param perSeconds 1 to 86,400; 1 by default
     * @param key JMESPath on the payload: events with different results are limited apart from each other
     */
    record RateLimitRequest(
            @Nullable Integer events,
            @Nullable Integer perSeconds,
            @Nullable String key) {

        FlowControl.RateLimit toLimit(EventExpressions expressions) {
            checkKey(expressions, "async.flow.rateLimit.key", key);
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
     * @param key as for the rate
     */
    record ConcurrencyRequest(
            @Nullable Integer limit, @Nullable String key) {

        FlowControl.ConcurrencyLimit toLimit(EventExpressions expressions) {
            checkKey(expressions, "async.flow.concurrency.key", key);
            return Fields.within(
                    "async.flow.concurrency",
                    () -> new FlowControl.ConcurrencyLimit(Fields.required("limit", limit), key));
        }
    }

    FlowControl toFlowControl(EventExpressions expressions) {
        return new FlowControl(
                rateLimit == null ? null : rateLimit.toLimit(expressions),
                concurrency == null ? null : concurrency.toLimit(expressions));
    }

    private static void checkKey(EventExpressions expressions, String field, @Nullable String key) {
        if (key != null) {
            expressions.compile(field, key);
        }
    }
}
