// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.registry.NetworkAccess;
import java.nio.file.Path;

/**
 * What the probe found out and prepared on this host.
 *
 * @param init the program {@code glowplug-init}
 * @param bubblewrap the program {@code bwrap}
 * @param canForbidUserNamespaces whether it knows {@code --disable-userns}, which came with version 0.8
 */
record HostSupport(Path init, Path bubblewrap, boolean canForbidUserNamespaces, Etc etc) {

    /** Directories shown as {@code /etc}, by the network that a function has. */
    record Etc(Path withoutNetwork, Path withInternet, Path withHostNetwork) {

        Path of(NetworkAccess.Mode mode) {
            return switch (mode) {
                case NONE -> withoutNetwork;
                case INTERNET -> withInternet;
                case HOST -> withHostNetwork;
            };
        }
    }
}
