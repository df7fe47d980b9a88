// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaSearchTest {

    private Path directory;

    @BeforeEach
    void resolveLinks(@TempDir Path temporary) throws IOException {
        directory = temporary.toRealPath();
    }

    @Test
    void theNamedVersionServesAndOtherwiseTheNextNewerOne() throws Exception {
        Path seventeen = jdk("seventeen", "openjdk 17.0.15 2025-04-15");
        Path newest = jdk("newest", "openjdk 26-ea 2026-03-17");
        Path middle = jdk("middle", "openjdk 24 2025-03-18\nOpenJDK Runtime Environment (build 24+36)");

        var found = JavaSearch.in(List.of(newest, middle, seventeen, directory.resolve("missing")));

        assertThat(found.get("java17")).isEqualTo(new Interpreter("java17", seventeen.resolve("bin/java"), "17.0.15"));
        assertThat(found.get("java21")).isEqualTo(new Interpreter("java21", middle.resolve("bin/java"), "24"));
        assertThat(found.get("java25")).isEqualTo(new Interpreter("java25", newest.resolve("bin/java"), "26-ea"));
        assertThat(found.get("spring")).isEqualTo(new Interpreter("spring", newest.resolve("bin/java"), "26-ea"));
    }

    @Test
    void anOlderJavaServesNoNewerRuntimeAndABrokenOneServesNone() throws Exception {
        Path old = jdk("old", "openjdk 21.0.2 2024-01-16 LTS");
        Path broken = jdk("broken", "no java at all");

        assertThat(JavaSearch.in(List.of(old, broken))).containsOnlyKeys("java17", "java21", "spring");
        assertThat(JavaSearch.in(List.of(jdk("ancient", "openjdk 11.0.2 2019-01-15"))))
                .isEmpty();
    }

    @Test
    void whatThePlatformRunsOnIsFound() {
        assertThat(JavaSearch.in(List.of(Path.of(System.getProperty("java.home")))))
                .containsKeys("java17", "java21", "java25");
    }

    private Path jdk(String name, String answer) throws IOException {
        Path home = directory.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\ncat <<'END'\n" + answer + "\nEND\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }
}
