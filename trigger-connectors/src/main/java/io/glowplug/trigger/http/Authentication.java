// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.ingress.Authorizer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a route tells who calls. Safe for use by many threads. */
interface Authentication {

    /**
     * Says who calls.
     *
     * @throws io.glowplug.trigger.ingress.RefusedRequest if nobody who may
     */
    Authorizer authenticate(IngressExchange exchange);

    /** Lower-case names of the headers with a proof that nobody needs any more once it was checked. */
    Set<String> proofs();

    /** Why nobody can call now, or null. */
    default @Nullable String problem() {
        return null;
    }

    /** Lets everybody call. */
    record Open() implements Authentication {

        private static final Authorizer NOBODY = new Authorizer.Nobody();

        @Override
        public Authorizer authenticate(IngressExchange exchange) {
            return NOBODY;
        }

        @Override
        public Set<String> proofs() {
            return Set.of();
        }
    }
}
