// SPDX-License-Identifier: Apache-2.0
/**
 * Which runtimes this node serves: the interpreters, JDKs and .NET runtimes that were found at start.
 *
 * <p>Start at {@link InstalledRuntimes}. Only interpreters below {@code /usr} count, because a sandbox shows nothing
 * else of the host's; a JDK that lies elsewhere is shown to functions as part of the runtime's directory.
 *
 * <p>Invariant: a runtime that is said to be servable was run once, and said its version.
 */
@NullMarked
package io.glowplug.runtime.catalog;

import org.jspecify.annotations.NullMarked;
