// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a trigger takes requests. */
public sealed interface Endpoint {

    /** Every request for which two endpoints of the same identity compete: there can be one of each. */
    String identity();

    /**
     * A route.
     *
     * @param host the host that it is for, in lower case, or null for every host
     */
    record OfRoute(@Nullable String host, RoutePattern pattern) implements Endpoint {
        @Override
        public String identity() {
            return "the route " + pattern.shape() + (host == null ? "" : " of " + host);
        }
    }

    /** {@code /fn/{function}} and everything below it, and everything at {@code {function}.} as a host. */
    record OfFunction(String function) implements Endpoint {

        /** Host names know no upper case, so that functions of one name but for that compete. */
        String label() {
            return function.toLowerCase(Locale.ROOT);
        }

        @Override
        public String identity() {
            return "the function URL of " + label();
        }
    }
}
