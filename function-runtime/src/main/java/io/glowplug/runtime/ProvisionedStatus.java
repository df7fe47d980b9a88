// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import io.glowplug.registry.FunctionVersion;

/** How far this node is with the environments that are to be kept warm. */
public interface ProvisionedStatus {

    Allocation allocation(FunctionVersion version);

    /**
     * Environments of one version on this node.
     *
     * @param allocated those that were begun to be started, whatever they do now
     * @param available those that are initialised, idle or busy
     */
    record Allocation(int allocated, int available) {}
}
