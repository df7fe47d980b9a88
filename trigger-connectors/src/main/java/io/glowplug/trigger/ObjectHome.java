// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.nio.file.Path;
import java.util.Optional;

/** Where the object store's files go if no directory is set; empty for no store. */
@FunctionalInterface
public interface ObjectHome {
    Optional<Path> directory();
}
