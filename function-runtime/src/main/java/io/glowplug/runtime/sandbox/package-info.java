// SPDX-License-Identifier: Apache-2.0
/**
 * The walls around a function: namespaces by bubblewrap, limits by control groups.
 *
 * <p>Start at {@link Sandbox}, found out at start by {@link SandboxProbe}. {@link BubblewrapCommand} is what a function
 * can see, written as a command line; {@code sandbox.cgroup} is how much it may use. Why it looks the way it does is
 * told in {@code docs/adr/0010-sandbox.md}.
 *
 * <p>Invariant: nothing runs without walls unless the administrator said so.
 */
@NullMarked
package io.glowplug.runtime.sandbox;

import org.jspecify.annotations.NullMarked;
