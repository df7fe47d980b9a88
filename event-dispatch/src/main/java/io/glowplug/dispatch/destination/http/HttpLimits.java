// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import java.time.Duration;

/**
 * How long a request may take.
 *
 * @param connect until the connection stands, TLS included
 * @param total until the answer's beginning has been read; a receiver that drips its answer is cut off then
 */
public record HttpLimits(Duration connect, Duration total) {

    public static final HttpLimits STANDARD = new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(30));
}
