// SPDX-License-Identifier: Apache-2.0
/**
 * Where payloads are kept: in their rows, or the large ones in files that the rows name.
 *
 * <p>Start at {@link Payloads}: everything that writes or reads a payload column goes through it. {@link PayloadFiles}
 * keeps the files, {@link PayloadSweep} removes those that no row names any more.
 *
 * <p>Invariant: a file is on disk before the row that names it is committed, and stays as long as there is such a row,
 * in whatever order things crash. What a crash leaves is at most a file without a row, which the sweep removes.
 */
@NullMarked
package io.glowplug.dispatch.payload;

import org.jspecify.annotations.NullMarked;
