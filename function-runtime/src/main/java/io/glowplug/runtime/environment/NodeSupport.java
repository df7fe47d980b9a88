// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.runtime.log.OutputPoller;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What all environments of a node draw on.
 *
 * @param directory private directory of this platform; each environment gets one below it
 */
public record NodeSupport(
        CodeDirectory code, FunctionSecrets secrets, OutputPoller output, Path directory, InstantSource clock) {}
