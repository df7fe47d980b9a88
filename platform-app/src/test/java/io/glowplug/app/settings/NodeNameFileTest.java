// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeNameFileTest {

    @TempDir
    private Path temporary;

    @Test
    void theNameOutlivesTheProcess() {
        String first = nameIn(temporary.resolve("data"));

        assertThat(nameIn(temporary.resolve("data"))).isEqualTo(first).startsWith("node-");
    }

    @Test
    void aCopiedDirectoryIsAnotherNode() throws IOException {
        String original = nameIn(temporary.resolve("data"));
        Path copy = Files.createDirectory(temporary.resolve("copy"));
        Files.copy(temporary.resolve("data/node-name"), copy.resolve("node-name"));

        String copied = nameIn(copy);

        assertThat(copied).isNotEqualTo(original);
        assertThat(nameIn(copy)).isEqualTo(copied);
        assertThat(nameIn(temporary.resolve("data"))).isEqualTo(original);
    }

    @Test
    void aFileThatWasCutOffIsDrawnAnew() throws IOException {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Files.writeString(data.resolve("node-name"), "node-1");

        assertThat(nameIn(data)).isNotEqualTo("node-1").isEqualTo(nameIn(data));
    }

    private static String nameIn(Path path) {
        try (DataDirectory directory = DataDirectory.open(path)) {
            return NodeNameFile.in(directory).name();
        }
    }
}
