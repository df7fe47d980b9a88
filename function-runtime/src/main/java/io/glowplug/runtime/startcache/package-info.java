// SPDX-License-Identifier: Apache-2.0
/**
 * Start caches: files from which a JVM takes classes that were loaded and linked before, which saves it most of its
 * start. One for each JDK of this node, of AWS's runtime client and what it uses of the JDK; the functions' own classes
 * stay outside of it, so that a cache serves all functions and none can leave anything in it for another.
 *
 * <p>Start at {@link StartCaches}. A cache is built in the background when the first function needs it, and kept when it
 * was seen to help. JDKs before 25 go without.
 *
 * <p>Invariant: a cache is made by a process that runs nothing of a user's, and no start ever waits for one.
 */
@NullMarked
package io.glowplug.runtime.startcache;

import org.jspecify.annotations.NullMarked;
