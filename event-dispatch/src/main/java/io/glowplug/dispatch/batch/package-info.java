// SPDX-License-Identifier: Apache-2.0
/**
 * Takes batches apart: which records are left of one, where they are in its payload, and which of them an answer calls
 * failed.
 *
 * <p>Start at {@link Remainder}, which is what an invocation remembers between its attempts. {@link BatchBody} finds
 * the records in a payload, {@link ItemFailures} reads a function's answer. Nothing here reads a row or a clock.
 *
 * <p>Invariant: a record of a batch is in at most one part of its remainder, and in none once it has succeeded.
 */
@NullMarked
package io.glowplug.dispatch.batch;

import org.jspecify.annotations.NullMarked;
