// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.app.api.destinations.DestinationJson;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FunctionDetails;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How asynchronous invocations are tried again, where their outcomes go, and how fast they are run.
 *
 * @param flow left out where nothing is held back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AsyncAnswer(
        int maxRetries,
        int minBackoffSeconds,
        int maxBackoffSeconds,
        int maxEventAgeSeconds,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure,
        @Nullable FlowAnswer flow) {

    /** As {@link FlowControl}, without what is not set. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FlowAnswer(
            @Nullable RateLimitAnswer rateLimit, @Nullable ConcurrencyAnswer concurrency) {

        static @Nullable FlowAnswer of(FlowControl flow) {
            FlowControl.RateLimit rate = flow.rateLimit();
            FlowControl.ConcurrencyLimit concurrency = flow.concurrency();
            return rate == null && concurrency == null
                    ? null
                    : new FlowAnswer(
                            rate == null ? null : new RateLimitAnswer(rate.events(), rate.perSeconds(), rate.key()),
                            concurrency == null ? null : new ConcurrencyAnswer(concurrency.limit(), concurrency.key()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RateLimitAnswer(
            int events, int perSeconds, @Nullable String key) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ConcurrencyAnswer(int limit, @Nullable String key) {}

    static AsyncAnswer of(FunctionDetails function, DestinationPair destinations) {
        return new AsyncAnswer(
                function.asyncRetry().maxRetries(),
                function.asyncRetry().minBackoffSeconds(),
                function.asyncRetry().maxBackoffSeconds(),
                function.asyncRetry().maxEventAgeSeconds(),
                DestinationJson.of(destinations.onSuccess()),
                DestinationJson.of(destinations.onFailure()),
                FlowAnswer.of(function.flow()));
    }
}
