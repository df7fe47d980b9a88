// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.app.api.destinations.DestinationJson;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.registry.RetryPolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How asynchronous invocations are tried again, and where their outcomes go. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AsyncAnswer(
        int maxRetries,
        int minBackoffSeconds,
        int maxBackoffSeconds,
        int maxEventAgeSeconds,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure) {

    static AsyncAnswer of(RetryPolicy policy, DestinationPair destinations) {
        return new AsyncAnswer(
                policy.maxRetries(),
                policy.minBackoffSeconds(),
                policy.maxBackoffSeconds(),
                policy.maxEventAgeSeconds(),
                DestinationJson.of(destinations.onSuccess()),
                DestinationJson.of(destinations.onFailure()));
    }
}
