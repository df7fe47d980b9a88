// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.AttemptRequest;
import java.time.Duration;

/**
 * An invocation on its way into an environment.
 *
 * @param waited how long it has waited, for an initialisation or for others
 * @param deadlineNanos when its time is up, of {@link System#nanoTime()}
 */
public record RunOrder(AttemptRequest request, Duration waited, long deadlineNanos) {}
