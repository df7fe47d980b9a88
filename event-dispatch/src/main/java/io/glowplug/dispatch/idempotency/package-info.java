// SPDX-License-Identifier: Apache-2.0
/**
 * The keys by which callers make two calls one.
 *
 * <p>Start at {@link IdempotencyStore}: a key is claimed in the transaction that accepts an event, or before a
 * synchronous call runs. It is completed by success and freed by any other end; the settlement does that.
 *
 * <p>Invariant: of all calls with one key and one payload, only one runs at a time, and none after one succeeded.
 */
@NullMarked
package io.glowplug.dispatch.idempotency;

import org.jspecify.annotations.NullMarked;
