// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** What the process gets to know about an event besides its payload. The names are the wire's. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InvokeHeader(
        UUID requestId,
        long deadlineMs,
        String invokedFunctionArn,
        @Nullable String traceId,
        @Nullable String clientContext) {

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writerFor(InvokeHeader.class);

    static byte[] encode(Handover handover) {
        return WRITER.writeValueAsBytes(new InvokeHeader(
                handover.invocationId(),
                handover.deadline().toEpochMilli(),
                handover.invokedFunctionArn(),
                handover.traceId(),
                handover.clientContext()));
    }
}
