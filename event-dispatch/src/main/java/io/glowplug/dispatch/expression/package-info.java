// SPDX-License-Identifier: Apache-2.0
/**
 * Expressions that people write on events, in JMESPath. See docs/adr/0027-jmespath-for-expressions.md.
 *
 * <p>Start at {@link JmespathExpressions}. {@link BoundedJson} is the library's way to JSON, and counts each step.
 *
 * <p>Invariant: what an evaluation costs is bounded whatever the event is, since events come from anywhere.
 */
@NullMarked
package io.glowplug.dispatch.expression;

import org.jspecify.annotations.NullMarked;
