// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import java.util.List;
import java.util.Map;

/** What this node's runtime is doing, for metrics, health and the console. */
public interface RuntimeStatus {

    SandboxStatus sandbox();

    Capacity capacity();

    List<EnvironmentSnapshot> environments();

    /** How many processes wait, sandboxed, for the first call of a function, by runtime identifier. */
    Map<String, Integer> interpretersAhead();

    /** How often functions tried to reach what their network access does not cover, by name, since the start. */
    Map<String, Long> refusedDestinations();

    /**
     * The sandbox of this node.
     *
     * @param isolating whether functions are isolated from the host
     * @param runsFunctions false where the host cannot isolate and the administrator did not allow to go without
     * @param description one sentence, saying what is missing if something is
     */
    record SandboxStatus(boolean isolating, boolean runsFunctions, String description) {}

    /** Memory that environments may take and have taken, in MiB. */
    record Capacity(long totalMb, long reservedMb) {}

    /** One execution environment. */
    record EnvironmentSnapshot(
            String environmentId, String functionName, String version, String state, int memoryMb, long pid) {}
}
