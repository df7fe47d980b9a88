// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of asynchronous invocations.
 *
 * @param flow left out where nothing is held back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AsyncAnswer(
        @JsonUnwrapped RetryPolicy retry, @Nullable FlowAnswer flow) {

    /** As {@link FlowControl}, without what is not set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FlowAnswer(
            @Nullable RateLimitAnswer rateLimit, @Nullable ConcurrencyAnswer concurrency) {

        static FlowAnswer of(FlowControl flow) {
            FlowControl.RateLimit rate = flow.rateLimit();
            FlowControl.ConcurrencyLimit concurrency = flow.concurrency();
            return new FlowAnswer(
                    rate == null ? null : new RateLimitAnswer(rate.events(), rate.perSeconds(), rate.key()),
                    concurrency == null ? null : new ConcurrencyAnswer(concurrency.limit(), concurrency.key()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RateLimitAnswer(
            int events, int perSeconds, @Nullable String key) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ConcurrencyAnswer(int limit, @Nullable String key) {}

    static AsyncAnswer of(FunctionDetails function) {
        FlowControl flow = function.flow();
        return new AsyncAnswer(function.asyncRetry(), flow.limits() ? FlowAnswer.of(flow) : null);
    }
}
