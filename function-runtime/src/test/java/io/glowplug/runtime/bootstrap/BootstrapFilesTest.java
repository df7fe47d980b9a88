// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapFilesTest {

    @TempDir
    private Path directory;

    @Test
    void theFilesAreReadOnlyAndTheProgramIsExecutable() throws IOException {
        BootstrapFiles files = BootstrapFiles.extractTo(directory.resolve("new"));
        assertThat(permissions(files.python().file())).isEqualTo("r--r--r--");
        assertThat(permissions(files.nodejs().file())).isEqualTo("r--r--r--");
        assertThat(permissions(files.ruby().file())).isEqualTo("r--r--r--");
        assertThat(permissions(files.init())).isEqualTo("r-xr-xr-x");
    }

    @Test
    void aSecondExtractionFindsTheFilesOfTheFirst() throws IOException {
        BootstrapFiles first = BootstrapFiles.extractTo(directory);
        assertThat(BootstrapFiles.extractTo(directory)).isEqualTo(first);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left)
                    .containsExactlyInAnyOrder(
                            first.python().file(),
                            first.nodejs().file(),
                            first.ruby().file(),
                            first.java().directory(),
                            first.spring().directory(),
                            first.init());
        }
    }

    @Test
    void aDamagedFileIsReplaced() throws IOException {
        Path python = BootstrapFiles.extractTo(directory).python().file();
        byte[] good = Files.readAllBytes(python);
        Files.delete(python);
        Files.writeString(python, "cut off by a crash");
        BootstrapFiles.extractTo(directory);
        assertThat(python).hasBinaryContent(good);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
