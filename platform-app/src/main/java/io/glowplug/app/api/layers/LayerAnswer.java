// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.layers;

import io.glowplug.registry.LayerVersion;
import java.time.Instant;
import java.util.List;

/**
 * A version of a layer.
 *
 * @param reference how a function names it
 */
record LayerAnswer(
        String name,
        int version,
        String reference,
        String description,
        List<String> compatibleRuntimes,
        String licenseInfo,
        String codeSha256,
        long codeSizeBytes,
        Instant publishedAt) {

    static LayerAnswer of(LayerVersion version) {
        return new LayerAnswer(
                version.name(),
                version.number(),
                version.name() + ":" + version.number(),
                version.description(),
                version.compatibleRuntimes(),
                version.licenseInfo(),
                version.code().sha256(),
                version.code().sizeBytes(),
                version.publishedAt());
    }
}
