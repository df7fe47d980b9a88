// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of a function by name, with an answer or without.
 *
 * <p>Start at {@link FunctionInvokeService}. A synchronous call touches the database only for its idempotency key; its
 * summary is written afterwards by {@link RunSummaryWorker}.
 *
 * <p>Invariant: a call that is refused has left nothing behind.
 */
@NullMarked
package io.glowplug.dispatch.invoke;

import org.jspecify.annotations.NullMarked;
