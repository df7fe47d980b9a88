// SPDX-License-Identifier: Apache-2.0
/**
 * Layers and their versions over REST. Start at {@link LayerController}.
 *
 * <p>Invariant: a version is published and deleted, never changed.
 */
@NullMarked
package io.glowplug.app.api.layers;

import org.jspecify.annotations.NullMarked;
