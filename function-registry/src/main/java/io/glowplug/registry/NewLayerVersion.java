// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;

/** What it takes to publish a version of a layer. Not yet checked: {@link LayerRegistry#publish} is what refuses. */
public record NewLayerVersion(
        String name, String description, List<String> compatibleRuntimes, String licenseInfo, CodeUpload code) {
    public NewLayerVersion {
        compatibleRuntimes = List.copyOf(compatibleRuntimes);
    }
}
