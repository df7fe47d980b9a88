// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.nio.file.Path;
import java.util.Optional;

/** Where large payloads go if no directory is set; empty to keep them in the database. */
@FunctionalInterface
public interface PayloadHome {
    Optional<Path> directory();
}
