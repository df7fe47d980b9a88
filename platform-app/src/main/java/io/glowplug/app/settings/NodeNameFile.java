// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import io.glowplug.dispatch.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The node's name, kept in its data directory. The process that had the name before is gone, since this one holds the
 * directory's lock, which goes with the process. A copy of the directory must not bring forth a second node of that
 * name: the file says which file it is, and a copied one is another.
 */
final class NodeNameFile {

    private static final String FILE = "node-name";

    private NodeNameFile() {}

    /** Returns the name, drawn and written down the first time. */
    static NodeName in(DataDirectory directory) {
        String name = directory
                .readSecret(FILE)
                .flatMap(text -> nameIn(text, directory.resolve(FILE)))
                .orElseGet(() -> draw(directory));
        return () -> name;
    }

    private static Optional<String> nameIn(String text, Path file) {
        int space = text.indexOf(' ');
        return space > 0 && text.substring(space + 1).equals(numberOf(file))
                ? Optional.of(text.substring(0, space))
                : Optional.empty();
    }

    private static String draw(DataDirectory directory) {
        String name = "node-" + UUID.randomUUID();
        Path file = directory.writeSecret(FILE, name);
        try {
            // In place, so that the file stays the one it speaks of. Cut off here, it has no number and is drawn anew.
            Files.writeString(file, name + ' ' + numberOf(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return name;
    }

    private static String numberOf(Path file) {
        try {
            return String.valueOf(Files.getAttribute(file, "unix:ino"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
