// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.api.destinations.DestinationJson;
import io.glowplug.app.api.destinations.OwnedDestinations.Edits;
import io.glowplug.app.request.RetryFields;
import io.glowplug.registry.RetryPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How asynchronous invocations are tried again, and where their outcomes go; what is left out stays as it is, or is the
 * preset's.
 *
 * @param preset as in {@link RetryFields}
 * @param onlyErrors types of errors that are tried again, and no others
 * @param neverErrors types of errors that are never tried again
 * @param onSuccess a destination, or null for none
 * @param onFailure a destination, or null for none
 */
record AsyncRequest(
        @Nullable String preset,
        @Nullable Integer maxRetries,
        @Nullable Integer minBackoffSeconds,
        @Nullable Integer maxBackoffSeconds,
        @Nullable Integer maxEventAgeSeconds,
        @Nullable List<@Nullable String> onlyErrors,
        @Nullable List<@Nullable String> neverErrors,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure) {

    Edits destinations() {
        return new Edits(
                DestinationJson.edit("async.onSuccess", onSuccess), DestinationJson.edit("async.onFailure", onFailure));
    }

    RetryPolicy over(RetryPolicy current) {
        return new RetryFields(
                        preset,
                        maxRetries,
                        minBackoffSeconds,
                        maxBackoffSeconds,
                        maxEventAgeSeconds,
                        onlyErrors,
                        neverErrors)
                .over(current, "async");
    }

    /** Leaves the destinations out, which may carry secrets. */
    @Override
    public String toString() {
        return "AsyncRequest[maxRetries=" + maxRetries + "]";
    }
}
