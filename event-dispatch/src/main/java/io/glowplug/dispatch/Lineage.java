// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The attributes by which an event says what it came of, and how far away from a source it is. */
public final class Lineage {

    /** The event whose outcome it is. */
    public static final String CAUSED_BY_EVENT = "causedByEvent";

    /** The invocation whose outcome it is. */
    public static final String CAUSED_BY_INVOCATION = "causedByInvocation";

    /** The function whose outcome it is. */
    public static final String CAUSED_BY_FUNCTION = "causedByFunction";

    /** How many outcomes lie between it and an event that came from outside. */
    public static final String HOPS = "hops";

    private Lineage() {}

    /** The attributes of an event that is made of an outcome. */
    public static Map<String, String> of(OutgoingDelivery cause) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(CAUSED_BY_EVENT, cause.eventId().toString());
        attributes.put(CAUSED_BY_INVOCATION, cause.id().toString());
        attributes.put(CAUSED_BY_FUNCTION, cause.functionName());
        attributes.put(HOPS, Integer.toString(cause.hops()));
        return attributes;
    }

    /** Reads the number of hops; what is no such number counts as an event from outside. */
    public static int hops(@Nullable String attribute) {
        try {
            return attribute == null ? 0 : Math.max(0, Integer.parseInt(attribute));
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }
}
