// SPDX-License-Identifier: Apache-2.0
/**
 * Functions, their code, versions and aliases over REST. Start at {@link FunctionController}.
 *
 * <p>Invariant: a setting that the platform does not carry out is refused, never accepted and ignored.
 */
@NullMarked
package io.glowplug.app.api.functions;

import org.jspecify.annotations.NullMarked;
