// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.runtime.log.OutputPoller;
import io.glowplug.runtime.startcache.StartCaches;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What all environments of a node draw on.
 *
 * @param directory private directory of this platform; each environment gets one below it
 */
public record NodeSupport(
        CodeDirectory code, OutputPoller output, StartCaches startCaches, Path directory, InstantSource clock) {}
