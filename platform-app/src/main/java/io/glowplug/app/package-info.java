// SPDX-License-Identifier: Apache-2.0
/**
 * The one deployable service: wires the modules together and gives them a REST API, security and embedded defaults.
 *
 * <p>Start at {@link GlowplugApplication}.
 */
@NullMarked
package io.glowplug.app;

import org.jspecify.annotations.NullMarked;
