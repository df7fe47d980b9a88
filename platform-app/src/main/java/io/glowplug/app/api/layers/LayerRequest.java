// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.layers;

import io.glowplug.app.request.CodeRequest;
import io.glowplug.app.request.Fields;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.Violations;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A version of a layer as a user writes it.
 *
 * @param description at most 256 characters
 * @param compatibleRuntimes runtimes of the functions that may use it; all by default
 * @param licenseInfo at most 512 characters
 * @param code what is to be in {@code /opt}
 */
record LayerRequest(
        @Nullable String description,
        @Nullable List<@Nullable String> compatibleRuntimes,
        @Nullable String licenseInfo,
        @Nullable CodeRequest code) {

    NewLayerVersion toNewVersion(String layer, @Nullable CodeUpload uploaded) {
        Violations.of()
                .check(code != null || uploaded != null, "code", "must be given")
                .check(code == null || uploaded == null, "code", "must be given once only")
                .refuseIfAny();
        return new NewLayerVersion(
                layer,
                Optional.ofNullable(description).orElse(""),
                Fields.texts("compatibleRuntimes", compatibleRuntimes),
                Optional.ofNullable(licenseInfo).orElse(""),
                uploaded == null ? Fields.required("code", code).toUpload() : uploaded);
    }
}
