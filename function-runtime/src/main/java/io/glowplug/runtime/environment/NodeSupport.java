// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.runtime.launch.ProcessLauncher;
import io.glowplug.runtime.process.ProcessSpawner;
import io.glowplug.runtime.sandbox.network.NetworkRefusals;
import io.glowplug.runtime.wire.RuntimeChannels;
import java.time.InstantSource;

/** What all environments of a node draw on. */
public record NodeSupport(
        CodeDirectory code,
        FunctionSecrets secrets,
        ProcessLauncher launcher,
        ProcessSpawner spawner,
        RuntimeChannels channels,
        InstantSource clock,
        NetworkRefusals refusals) {}
