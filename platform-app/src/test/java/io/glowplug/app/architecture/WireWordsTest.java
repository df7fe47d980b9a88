// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words of other people's protocols stay in the packages that speak them. */
class WireWordsTest {

    private static final Pattern WIRE_WORDS = Pattern.compile("[Xx]-[Aa]mz-|\"arn:|batchItemFailures|Lambda-Runtime-");

    /**
     * The Runtime API, the AWS protocols, the event mappers, the answers to them, and the resource name in the
     * function's context.
     */
    private static final Pattern ALLOWED = Pattern.compile(".*/(runtime/runtimeapi|app/aws)/.*|.*EventMapper\\.java"
            + "|.*/dispatch/batch/ItemFailures\\.java|.*/FunctionIdentity\\.java");

    @Test
    void standOnlyInWirePackages() throws IOException {
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<Path> sources;
        try (Stream<Path> modules = Files.list(root)) {
            sources = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .filter(directory -> !directory.startsWith(root.resolve("benchmarks")))
                    .flatMap(WireWordsTest::javaFiles)
                    .toList();
        }
        assertThat(sources).hasSizeGreaterThan(100);

        assertThat(sources)
                .filteredOn(file -> WIRE_WORDS.matcher(read(file)).find())
                .allMatch(file -> ALLOWED.matcher(file.toString()).matches());
    }

    private static Stream<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
