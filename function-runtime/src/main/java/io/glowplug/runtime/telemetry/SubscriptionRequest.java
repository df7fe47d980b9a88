// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What an extension wants to be told, and where.
 *
 * @param types never empty
 */
public record SubscriptionRequest(
        EventSchema schema, Set<TelemetryKind> types, Buffering buffering, Destination destination) {

    public SubscriptionRequest {
        types = EnumSet.copyOf(types);
    }

    /** What became of the body of a request. */
    public sealed interface Parsed {
        record Valid(SubscriptionRequest request) implements Parsed {}

        /** Names every field that is wrong, and its rule. */
        record Invalid(List<String> errors) implements Parsed {}
    }

    /** Reads the body of a request to that API. */
    public static Parsed parse(TelemetryApi api, byte[] body) {
        return new SubscriptionParser(api).parse(body);
    }
}
