// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.io.IOException;

/** Where requests of the outside world come in: finds the trigger that a request is for and has it answered. */
@FunctionalInterface
public interface Ingress {

    /**
     * Answers the request, with a problem if nothing else; blocks for as long as that takes.
     *
     * @throws IOException if the client is gone, or if an answer that has begun has no end: the connection must be cut,
     *     so that what was sent does not look whole
     */
    void answer(IngressExchange exchange) throws IOException;
}
