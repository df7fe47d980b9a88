// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import java.nio.file.Path;

/**
 * What the probe found out and prepared on this host.
 *
 * @param init the program {@code glowplug-init}
 * @param bubblewrap the program {@code bwrap}
 * @param canForbidUserNamespaces whether it knows {@code --disable-userns}, which came with version 0.8
 * @param etc directory shown as {@code /etc}
 * @param etcWithNetwork the same for functions with the host's network: name resolution and certificates as well
 */
record HostSupport(Path init, Path bubblewrap, boolean canForbidUserNamespaces, Path etc, Path etcWithNetwork) {}
