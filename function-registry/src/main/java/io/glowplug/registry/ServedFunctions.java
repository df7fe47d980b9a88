// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Set;

/** Which functions this node can run at all, where the nodes of an installation are not alike. */
public interface ServedFunctions {

    /** Of an installation whose nodes serve everything. */
    ServedFunctions ALL = Set::of;

    /**
     * Names of the functions of which this node can run no version: it lacks their runtime, or cannot give them their
     * network. Mostly from memory; a change made on this node is seen at once, one on another node within a second.
     */
    Set<String> notServedHere();
}
