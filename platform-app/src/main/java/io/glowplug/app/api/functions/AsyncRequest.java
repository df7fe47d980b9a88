// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.RetryPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How asynchronous invocations are tried again; what is left out stays as it is.
 *
 * @param onSuccess not supported yet
 * @param onFailure not supported yet
 * @param flow a rate limit and a concurrency limit of the function's events
 */
record AsyncRequest(
        @Nullable Integer maxRetries,
        @Nullable Integer minBackoffSeconds,
        @Nullable Integer maxBackoffSeconds,
        @Nullable Integer maxEventAgeSeconds,
        @Nullable JsonNode onSuccess,
        @Nullable JsonNode onFailure,
        @Nullable FlowRequest flow) {

    AsyncRequest {
        Fields.refuseUnsupported("async.onSuccess", onSuccess != null && !onSuccess.isNull());
        Fields.refuseUnsupported("async.onFailure", onFailure != null && !onFailure.isNull());
    }

    /** Null if it stays as it is. */
    @Nullable
    FlowControl flowControl(EventExpressions expressions) {
        return flow == null ? null : flow.toFlowControl(expressions);
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
}
