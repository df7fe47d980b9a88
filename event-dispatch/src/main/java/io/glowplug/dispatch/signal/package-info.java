// SPDX-License-Identifier: Apache-2.0
/**
 * Hints that work may be due. A hint is never the truth: losing or doubling one is harmless, because the rows decide
 * and a slow poll always runs.
 */
@NullMarked
package io.glowplug.dispatch.signal;

import org.jspecify.annotations.NullMarked;
