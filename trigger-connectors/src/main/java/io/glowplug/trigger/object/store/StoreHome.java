// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import io.glowplug.registry.RefusedException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where this node keeps the bytes of objects, if anywhere. */
final class StoreHome {

    private final @Nullable ObjectFiles files;

    StoreHome(Optional<Path> directory, InstantSource time) {
        this.files = directory.map(path -> new ObjectFiles(path, time)).orElse(null);
    }

    boolean isOpen() {
        return files != null;
    }

    /** Refuses where there is no directory. */
    ObjectFiles files() {
        ObjectFiles home = files;
        if (home == null) {
            throw RefusedException.conflict("This platform has no object store: with an external database, an"
                    + " administrator has to name a directory that all nodes share, by GLOWPLUG_S3_DIRECTORY.");
        }
        return home;
    }
}
