// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import java.time.Duration;

/**
 * How this node works.
 *
 * @param lease how long an invocation stays with a node that has vanished; renewed in thirds of it
 * @param drain how long a stopping node waits for what it is running
 */
public record WorkerSettings(Duration lease, Duration drain) {}
