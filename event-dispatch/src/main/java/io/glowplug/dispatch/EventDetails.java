// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event with everything that became of it, in the order in which it happened.
 *
 * @param payload null if it is past its retention, which may be shorter than the event's
 */
public record EventDetails(
        EventSummary event,
        @Nullable Payload payload,
        Map<String, String> attributes,
        List<InvocationSummary> invocations,
        List<AttemptSummary> attempts,
        List<TimelineEntry> timeline) {}
