// SPDX-License-Identifier: Apache-2.0
/**
 * What can be seen from outside: metrics and health of what the modules do not publish themselves.
 *
 * <p>Start at {@link InvocationMeters}. Names are Prometheus's when shown: {@code glowplug.invocations} is
 * {@code glowplug_invocations_total}.
 *
 * <p>Invariant: label values are bounded by what people have created: functions, triggers, outcomes.
 */
@NullMarked
package io.glowplug.app.telemetry;

import org.jspecify.annotations.NullMarked;
