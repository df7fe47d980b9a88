// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import org.jspecify.annotations.Nullable;

/** What the platform knows of this node and the dispatch does not. Asked again at each heartbeat. */
public interface NodeDescription {

    /** A node that nobody can reach. */
    NodeDescription NONE = new NodeDescription() {
        @Override
        public @Nullable String address() {
            return null;
        }

        @Override
        public String version() {
            return "unknown";
        }
    };

    /** Host and port where its API is reached, or null while it is not open. */
    @Nullable
    String address();

    /** The version of the platform. */
    String version();
}
