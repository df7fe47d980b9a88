// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.time.Instant;

/** An immutable version in the list of a function's versions. */
public record PublishedVersion(
        String functionName,
        int number,
        String description,
        FunctionConfiguration configuration,
        CodePackage code,
        Instant publishedAt) {}
