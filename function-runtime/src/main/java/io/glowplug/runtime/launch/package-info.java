// SPDX-License-Identifier: Apache-2.0
/**
 * A sandboxed process together with all that belongs to it on this host: its directory, its wire, its control group and
 * its output.
 *
 * <p>Start at {@link ProcessLauncher}. Knows no functions: what runs in the process, and when, is decided elsewhere.
 *
 * <p>Invariant: either all of it is there, or nothing.
 */
@NullMarked
package io.glowplug.runtime.launch;

import org.jspecify.annotations.NullMarked;
