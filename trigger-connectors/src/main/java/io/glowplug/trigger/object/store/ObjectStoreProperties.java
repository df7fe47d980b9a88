// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where objects are kept.
 *
 * @param directory of the objects' files, which nodes over one database have to share; by default {@code objects/store} in
 *     the data directory with the embedded database, else none, and so no store
 * @param uploadLife how long an upload in parts may take before it is aborted; default 7 days
 */
@ConfigurationProperties("glowplug.s3")
public record ObjectStoreProperties(
        @Nullable Path directory, @DefaultValue("7d") Duration uploadLife) {

    public ObjectStoreProperties {
        if (uploadLife.compareTo(Duration.ofHours(1)) < 0) {
            throw new IllegalArgumentException("glowplug.s3.upload-life must be at least an hour");
        }
    }
}
