// SPDX-License-Identifier: Apache-2.0
/**
 * Decides what becomes of an invocation. Pure functions over records: nothing here reads a clock, a row or a setting.
 *
 * <p>Start at {@link InvocationTransitions}; the states are {@link InvocationState}. The picture of both is generated
 * into docs/generated/invocation-states.md.
 *
 * <p>What becomes of a batch record by record is in {@link BatchTransitions}; {@link BreakerTransitions} decides about
 * circuit breakers.
 *
 * <p>Invariant: only an attempt in which the function's code was entered spends a retry.
 */
@NullMarked
package io.glowplug.dispatch.transition;

import org.jspecify.annotations.NullMarked;
