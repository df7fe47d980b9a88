// SPDX-License-Identifier: Apache-2.0
/**
 * What extensions get to know of an environment as it happens, in the shapes of Lambda's Telemetry API and of the Logs API
 * before it: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api.html
 *
 * <p>Start at {@link Telemetry}, which whoever knows something tells; {@code TelemetryHub} hands it to subscriptions, each
 * of which has a queue and a thread of its own.
 *
 * <p>Invariant: telling never waits, and a subscriber that does not read costs the platform no more than twice the
 * bytes that it asked to have buffered. What does not fit is counted, and the count is told.
 */
@NullMarked
package io.glowplug.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
