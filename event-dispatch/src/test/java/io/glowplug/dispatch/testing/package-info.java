// SPDX-License-Identifier: Apache-2.0
/**
 * The dispatch for tests, of this module and of those built on it. Start at {@link DispatchHarness}.
 */
@NullMarked
package io.glowplug.dispatch.testing;

import org.jspecify.annotations.NullMarked;
