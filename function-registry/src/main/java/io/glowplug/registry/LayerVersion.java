// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.time.Instant;
import java.util.List;

/**
 * An immutable version of a layer.
 *
 * @param compatibleRuntimes identifiers of the runtimes that may use it; empty for all
 */
public record LayerVersion(
        String name,
        int number,
        String description,
        List<String> compatibleRuntimes,
        String licenseInfo,
        CodePackage code,
        Instant publishedAt) {
    public LayerVersion {
        compatibleRuntimes = List.copyOf(compatibleRuntimes);
    }
}
