// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.RuntimeAvailability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledRuntimesTest {

    private static final Interpreter PYTHON = new Interpreter("python3.12", Path.of("/usr/bin/python3.12"), "3.12.3");
    private static final Interpreter OLD_NODE = new Interpreter("nodejs18.x", Path.of("/usr/bin/node"), "18.19.0");

    @Test
    void onlyTheVeryVersionServes() {
        var runtimes = new InstalledRuntimes(Map.of("python3.12", PYTHON), null);

        assertThat(runtimes.refusalOf(runtime("python3.12"))).isEmpty();
        assertThat(runtimes.interpreter(runtime("python3.12"))).contains(Path.of("/usr/bin/python3.12"));
        assertThat(runtimes.refusalOf(runtime("python3.13")))
                .contains(
                        "This node has no interpreter for python3.13; it serves python3.12, provided.al2023, provided.al2.");
        assertThat(runtimes.refusalOf(runtime("provided.al2023"))).isEmpty();
    }

    @Test
    void anOldNodeIsRefusedEvenIfThere() {
        var runtimes = new InstalledRuntimes(Map.of("nodejs18.x", OLD_NODE), null);

        assertThat(runtimes.refusalOf(runtime("nodejs18.x")))
                .contains("nodejs18.x is too old: the oldest Node.js that is served is 20.");
    }

    @Test
    void withoutASandboxNothingIsServedAndTheReasonIsGiven() {
        var runtimes = new InstalledRuntimes(Map.of("python3.12", PYTHON), "No walls here.");

        assertThat(runtimes.refusalOf(runtime("provided.al2023"))).contains("No walls here.");
        assertThat(runtimes.runtimes())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.refusal()).isEqualTo("No walls here."));
    }

    @Test
    void whatWasFoundIsShownAmongTheWellKnown() {
        var runtimes = new InstalledRuntimes(Map.of("python3.12", PYTHON, "nodejs18.x", OLD_NODE), null);

        assertThat(runtimes.runtimes())
                .extracting(RuntimeAvailability::runtime)
                .contains("python3.12", "python3.13", "nodejs18.x", "nodejs22.x", "provided.al2023");
        assertThat(runtimes.runtimes())
                .filteredOn(RuntimeAvailability::servable)
                .extracting(RuntimeAvailability::runtime)
                .containsExactly("python3.12", "provided.al2023", "provided.al2");
    }

    @Test
    void interpretersOutsideOfUsrDoNotCount(@TempDir Path home) throws Exception {
        Path shim = Files.createFile(home.resolve("python3.12"));
        assertThat(shim.toFile().setExecutable(true)).isTrue();

        assertThat(InterpreterSearch.in(List.of(home, home.resolve("missing")))).isEmpty();
        assertThat(InterpreterSearch.in(List.of(Path.of("/usr/bin")))).containsKey("python3.11");
    }

    @Test
    void dotnetServesTheVersionsThatLieBesideIt(@TempDir Path home) throws Exception {
        var runtimes = FakeDotnet.catalogOf(home);

        assertThat(runtimes.refusalOf(runtime("dotnet8"))).isEmpty();
        assertThat(runtimes.runtimes())
                .contains(new RuntimeAvailability(
                        "dotnet8", home.resolve("dotnet").toString(), "8.0.11", null));
        assertThat(runtimes.refusalOf(runtime("dotnet10")))
                .contains("This node has no .NET for dotnet10; it serves dotnet8, provided.al2023, provided.al2.");
        assertThat(DotnetSearch.likelyPlaces(List.of(home))).doesNotContain(home.resolve("dotnet"));
    }

    private static FunctionRuntime runtime(String id) {
        return FunctionRuntime.parse(id).orElseThrow();
    }
}
