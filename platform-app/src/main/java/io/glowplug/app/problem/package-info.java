// SPDX-License-Identifier: Apache-2.0
/**
 * How the platform says no: RFC 9457 problem details, whoever refuses (a controller, a filter, the server itself).
 *
 * <p>Start at {@link Problem}; {@link ProblemAdvice} turns what controllers throw into one.
 *
 * <p>Invariant: a problem names the field and the rule where there is one, and never shows a stack trace, a secret or
 * a payload.
 */
@NullMarked
package io.glowplug.app.problem;

import org.jspecify.annotations.NullMarked;
