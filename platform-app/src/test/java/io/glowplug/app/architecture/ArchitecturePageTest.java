// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture page names classes; each of them has to exist. */
class ArchitecturePageTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");

    private static final List<Path> MODULES = List.of(
            Path.of("function-registry"),
            Path.of("function-runtime"),
            Path.of("event-dispatch"),
            Path.of("trigger-connectors"),
            Path.of("platform-app"));

    @Test
    void everyClassOnThePageExists() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/architecture.md"));
        Set<String> named =
                CLASS_NAME.matcher(page).results().map(name -> name.group(1)).collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(20);
        assertThat(sources()).containsAll(named);
    }

    private static Set<String> sources() throws IOException {
        Set<String> names = new HashSet<>();
        for (Path module : MODULES) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .map(name -> name.substring(0, name.length() - ".java".length()))
                        .forEach(names::add);
            }
        }
        return names;
    }
}
