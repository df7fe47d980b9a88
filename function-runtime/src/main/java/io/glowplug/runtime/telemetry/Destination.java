// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

/** Where in its environment a subscriber listens. */
sealed interface Destination {

    int port();

    /**
     * Takes batches as requests.
     *
     * @param authority host and port, as the subscriber wrote them
     * @param target path and query, fit for a request line
     */
    record Http(int port, String method, String authority, String target) implements Destination {}

    /** Takes events line by line. */
    record Tcp(int port) implements Destination {}
}
