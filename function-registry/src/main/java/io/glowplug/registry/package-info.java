// SPDX-License-Identifier: Apache-2.0
/**
 * WHAT can run: functions, their immutable versions, aliases and code packages.
 *
 * <p>This package is the module's whole API. Start at {@link FunctionRegistry} for what people edit and at
 * {@link FunctionResolver} for what the platform asks on every invocation. Sub-packages implement it.
 *
 * <p>Invariant: a published {@link FunctionVersion} never changes, and the code it names exists for as long as
 * anything can still run it.
 */
@NullMarked
package io.glowplug.registry;

import org.jspecify.annotations.NullMarked;
