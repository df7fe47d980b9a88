// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line a function wrote, or that Glowplug wrote about it.
 *
 * @param invocationId the invocation during which it was written, or null for output of the initialisation that
 *     belongs to none
 */
public record LogLine(
        String functionName,
        String version,
        String environmentId,
        @Nullable UUID invocationId,
        Instant time,
        LogStream stream,
        String text) {}
