// SPDX-License-Identifier: Apache-2.0
/**
 * HOW functions run: execution environments, their sandbox, the wires to them, and this node's capacity.
 *
 * <p>Start at {@link FunctionInvoker}. An environment is one sandboxed process, initialised with one function version,
 * serving one invocation at a time. Nothing here is durable: an attempt that a crash of the platform cuts off has no
 * outcome, and whoever asked for it must know that on their own.
 *
 * <p>Invariant: a process never outlives the platform, and never sees a second function version.
 */
@NullMarked
package io.glowplug.runtime;

import org.jspecify.annotations.NullMarked;
