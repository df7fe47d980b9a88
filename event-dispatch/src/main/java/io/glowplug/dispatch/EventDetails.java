// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.runtime.Payload;
import java.util.List;
import java.util.Map;

/** An event with everything that became of it, in the order in which it happened. */
public record EventDetails(
        EventSummary event,
        Payload payload,
        Map<String, String> attributes,
        List<InvocationSummary> invocations,
        List<AttemptSummary> attempts,
        List<TimelineEntry> timeline) {}
