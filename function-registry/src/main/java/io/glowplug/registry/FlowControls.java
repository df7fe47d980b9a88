// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Map;

/** Which functions have their events held back. */
public interface FlowControls {

    /** Of an installation without any. */
    FlowControls NONE = Map::of;

    /**
     * Returns those functions by their names, from memory. A change made on this node is seen at once, one made on
     * another node within a second; the map is the same object as long as nothing has changed.
     */
    Map<String, FlowControl> limited();
}
