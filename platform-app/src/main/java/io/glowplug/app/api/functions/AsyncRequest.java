// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.api.destinations.DestinationJson;
import io.glowplug.app.api.destinations.OwnedDestinations.Edits;
import io.glowplug.app.request.Fields;
import io.glowplug.registry.RetryPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How asynchronous invocations are tried again, and where their outcomes go; what is left out stays as it is.
 *
 * @param onSuccess a destination, or null for none
 * @param onFailure a destination, or null for none
 */
record AsyncRequest(
        @Nullable Integer maxRetries,
        @Nullable Integer minBackoffSeconds,
        @Nullable Integer maxBackoffSeconds,
        @Nullable Integer maxEventAgeSeconds,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure) {

    Edits destinations() {
        return new Edits(
                DestinationJson.edit("async.onSuccess", onSuccess), DestinationJson.edit("async.onFailure", onFailure));
    }

    RetryPolicy over(RetryPolicy current) {
        return Fields.within(
                "async",
                () -> new RetryPolicy(
                        Optional.ofNullable(maxRetries).orElse(current.maxRetries()),
                        Optional.ofNullable(minBackoffSeconds).orElse(current.minBackoffSeconds()),
                        Optional.ofNullable(maxBackoffSeconds).orElse(current.maxBackoffSeconds()),
                        Optional.ofNullable(maxEventAgeSeconds).orElse(current.maxEventAgeSeconds())));
    }

    /** Leaves the destinations out, which may carry secrets. */
    @Override
    public String toString() {
        return "AsyncRequest[maxRetries=" + maxRetries + "]";
    }
}
