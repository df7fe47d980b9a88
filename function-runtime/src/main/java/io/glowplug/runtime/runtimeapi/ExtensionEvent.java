// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.runtime.channel.Companions.ShutdownReason;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an extension is told; the names are the wire's:
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExtensionEvent(
        ExtensionEventKind eventType,
        @Nullable String shutdownReason,
        long deadlineMs,
        @Nullable String requestId,
        @Nullable String invokedFunctionArn,
        @Nullable Tracing tracing) {

    record Tracing(String type, String value) {}

    static ExtensionEvent invoke(Handover handover) {
        String trace = handover.traceId();
        return new ExtensionEvent(
                ExtensionEventKind.INVOKE,
                null,
                handover.deadline().toEpochMilli(),
                handover.invocationId().toString(),
                handover.invokedFunctionArn(),
                trace == null ? null : new Tracing("X-Amzn-Trace-Id", trace));
    }

    static ExtensionEvent shutdown(ShutdownReason reason, Instant deadline) {
        return new ExtensionEvent(
                ExtensionEventKind.SHUTDOWN,
                reason.name().toLowerCase(Locale.ROOT),
                deadline.toEpochMilli(),
                null,
                null,
                null);
    }
}
