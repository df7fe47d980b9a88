// SPDX-License-Identifier: Apache-2.0
/**
 * Where execution environments get their wires from.
 *
 * <p>Start at {@link RuntimeChannels}; it is all there is. Owns what the wires of all environments share.
 */
@NullMarked
package io.glowplug.runtime.wire;

import org.jspecify.annotations.NullMarked;
