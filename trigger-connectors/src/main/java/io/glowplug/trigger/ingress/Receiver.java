// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSource;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of a trigger that takes requests. Safe for use by many threads. */
public interface Receiver extends TriggerSource {

    TriggerDefinition trigger();

    List<Endpoint> endpoints();

    /** What the platform says to browsers for it, or null. */
    default @Nullable Cors cors() {
        return null;
    }

    /**
     * Answers a request.
     *
     * @return what became of it, for the meters
     * @throws RefusedRequest to have it answered with a problem
     * @throws OutdatedTriggerException if the trigger is another one by now; nothing has happened
     */
    String receive(RoutedRequest request, IngressExchange exchange) throws IOException;

    /** The trigger was changed or deleted: the request is for whoever has its route now. */
    final class OutdatedTriggerException extends RuntimeException {

        private static final long serialVersionUID = 1;

        public OutdatedTriggerException() {
            super("the trigger was changed meanwhile", null, false, false);
        }
    }
}
