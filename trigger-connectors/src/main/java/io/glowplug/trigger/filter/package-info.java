// SPDX-License-Identifier: Apache-2.0
/**
 * Event patterns, with Amazon's own library for them. Start at {@link EventPatterns}.
 *
 * <p>Invariant: a filter that exists compiles; a document that is not a JSON object passes none.
 */
@NullMarked
package io.glowplug.trigger.filter;

import org.jspecify.annotations.NullMarked;
