// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static io.glowplug.registry.catalog.FunctionLifecycleTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.NetworkAccess.Mode;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violation;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRulesTest {

    private static RegistryHarness harness;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start();
        harness.runtimes().refuse("python3.14", "is not installed on this host: there is no python3.14");
        harness.runtimes().refuse("HOST", "is not to be had on this host");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    static Stream<Arguments> brokenRules() {
        return Stream.of(
                Arguments.of(TestFunctions.python(""), "name"),
                Arguments.of(TestFunctions.python("x".repeat(65)), "name"),
                Arguments.of(TestFunctions.python("with space"), "name"),
                Arguments.of(TestFunctions.python("fünf"), "name"),
                Arguments.of(TestFunctions.python("a/b"), "name"),
                Arguments.of(TestFunctions.python("x").handler(""), "handler"),
                Arguments.of(TestFunctions.python("x").handler("app. handler"), "handler"),
                Arguments.of(TestFunctions.python("x").handler("a." + "h".repeat(127)), "handler"),
                Arguments.of(TestFunctions.provided("x").handler(""), "handler"),
                Arguments.of(TestFunctions.python("x").memoryMb(127), "memoryMb"),
                Arguments.of(TestFunctions.python("x").memoryMb(10_241), "memoryMb"),
                Arguments.of(TestFunctions.python("x").timeoutSeconds(0), "timeoutSeconds"),
                Arguments.of(TestFunctions.python("x").timeoutSeconds(901), "timeoutSeconds"),
                Arguments.of(TestFunctions.python("x").ephemeralStorageMb(511), "ephemeralStorageMb"),
                Arguments.of(TestFunctions.python("x").ephemeralStorageMb(10_241), "ephemeralStorageMb"),
                Arguments.of(TestFunctions.python("x").description("d".repeat(257)), "description"),
                Arguments.of(TestFunctions.python("x").description("d\0"), "description"),
                Arguments.of(TestFunctions.python("x").description("\ud800"), "description"),
                Arguments.of(TestFunctions.python("x").environment("A", "one letter"), "environment.A"),
                Arguments.of(TestFunctions.python("x").environment("1A", ""), "environment.1A"),
                Arguments.of(TestFunctions.python("x").environment("A-B", ""), "environment.A-B"),
                Arguments.of(TestFunctions.python("x").environment("AB", "\0"), "environment.AB"),
                Arguments.of(TestFunctions.python("x").environment("AB", "v".repeat(4_090)), "environment"),
                Arguments.of(TestFunctions.python("x").environment("AWS_REGION", "r"), "environment.AWS_REGION"),
                Arguments.of(TestFunctions.python("x").environment("_HANDLER", "h"), "environment._HANDLER"),
                Arguments.of(
                        TestFunctions.python("x").environment("LAMBDA_TASK_ROOT", "/"), "environment.LAMBDA_TASK_ROOT"),
                Arguments.of(TestFunctions.python("x").tag("aws:x", "v"), "tags.aws:x"),
                Arguments.of(TestFunctions.python("x").tag("", "v"), "tags."),
                Arguments.of(TestFunctions.python("x").tag("k".repeat(129), "v"), "tags." + "k".repeat(129)),
                Arguments.of(TestFunctions.python("x").tag("k", "v".repeat(257)), "tags.k"),
                Arguments.of(
                        TestFunctions.python("x").network(new NetworkAccess(Mode.NONE, List.of("a.b"))),
                        "networkAllow"),
                Arguments.of(
                        TestFunctions.python("x").network(new NetworkAccess(Mode.INTERNET, List.of("a.b", "a b"))),
                        "networkAllow[1]"),
                Arguments.of(
                        TestFunctions.python("x").network(new NetworkAccess(Mode.INTERNET, List.of("127.0.0.1:80"))),
                        "networkAllow[0]"),
                Arguments.of(TestFunctions.python("x").network(NetworkAccess.HOST), "network"),
                Arguments.of(manyTags(51), "tags"),
                Arguments.of(TestFunctions.of("x", "cobol85", "a.b").file("a.py", ""), "runtime"),
                Arguments.of(TestFunctions.of("x", "python3.14", "a.b").file("a.py", ""), "runtime"),
                Arguments.of(TestFunctions.python("x").noFiles(), "code"),
                Arguments.of(TestFunctions.python("x").file("../app.py", ""), "code"));
    }

    @ParameterizedTest
    @MethodSource("brokenRules")
    void refusesWithTheFieldAndStoresNothing(TestFunctions function, String field) {
        RefusedException refused = refused(() -> harness.registry().create(function.toNewFunction()));

        assertThat(refused.refusal()).isEqualTo(Refusal.INVALID);
        assertThat(refused.violations()).extracting(Violation::field).containsOnly(field);
        assertThat(count("function where name = 'x'")).isZero();
    }

    @Test
    void reportsEveryBrokenRuleAtOnce() {
        NewFunction broken = TestFunctions.of("no good", "cobol85", "")
                .memoryMb(1)
                .timeoutSeconds(1_000)
                .environment("AWS_REGION", "x")
                .toNewFunction(new CodeUpload.Zip(new byte[] {1}));

        RefusedException refused = refused(() -> harness.registry().create(broken));

        assertThat(refused.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "name", "runtime", "handler", "memoryMb", "timeoutSeconds", "environment.AWS_REGION", "code");
        assertThat(refused)
                .hasMessageContaining(
                        "Could not unzip uploaded file. Please check your file, then try to upload again.");
    }

    @Test
    void saysWhichRuntimesThereAreAndWhyOneIsNotServed() {
        NewFunction unknown =
                TestFunctions.of("x", "cobol85", "a.b").file("a.py", "").toNewFunction();
        NewFunction unserved =
                TestFunctions.of("x", "python3.14", "a.b").file("a.py", "").toNewFunction();

        assertThat(refused(() -> harness.registry().create(unknown)))
                .hasMessage(
                        "runtime must be one of python3.<minor>, nodejs<major>.x, ruby3.<minor>, java17, java21, java25, spring, dotnet8, dotnet10, provided.al2023, provided.al2");
        assertThat(refused(() -> harness.registry().create(unserved)))
                .hasMessage("runtime is not installed on this host: there is no python3.14");
    }

    @Test
    void takesTheOutermostValues() {
        TestFunctions widest = manyTags(50)
                .memoryMb(10_240)
                .timeoutSeconds(900)
                .ephemeralStorageMb(10_240)
                .description("d".repeat(256))
                .environment("AB", "v".repeat(4_096 - "{\"AB\":\"\"}".length()));

        assertThat(harness.create(widest).tags()).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TZ", "PATH", "LANG", "NODE_OPTIONS", "PYTHONPATH", "LD_LIBRARY_PATH", "NODE_PATH"})
    void variablesThatLambdaLeavesToTheUserMayBeSet(String variable) {
        String name = "sets-" + variable;

        assertThat(harness.create(TestFunctions.python(name).environment(variable, "mine"))
                        .configuration()
                        .environment())
                .containsEntry(variable, "mine");
    }

    @Test
    void aChangeIsHeldToTheSameRules() {
        harness.create(TestFunctions.python("ruled"));
        FunctionChange bad =
                new FunctionChange("cobol85", "", 1, 0, 1, Map.of("A", ""), null, null, null, Map.of("aws:", ""));

        assertThat(refused(() -> harness.registry().update("ruled", bad, null)).violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "runtime",
                        "handler",
                        "memoryMb",
                        "timeoutSeconds",
                        "ephemeralStorageMb",
                        "environment.A",
                        "tags.aws:");
    }

    @Test
    void aNewHandlerMustBeInThePresentCode() {
        harness.create(TestFunctions.python("handled").file("other.py", ""));

        harness.registry().update("handled", handler("other.run"), null);
        RefusedException refused = refused(() -> harness.registry().update("handled", handler("third.run"), null));

        assertThat(refused.violations()).extracting(Violation::field).containsExactly("handler");
        assertThat(harness.registry().get("handled").configuration().handler()).isEqualTo("other.run");
    }

    @Test
    void anOversizedArchiveIsTooLarge() {
        NewFunction large = TestFunctions.python("large").toNewFunction(new CodeUpload.Zip(new byte[52_428_801]));

        RefusedException refused = refused(() -> harness.registry().create(large));

        assertThat(refused.refusal()).isEqualTo(Refusal.TOO_LARGE);
        assertThat(refused.violations()).extracting(Violation::field).isEqualTo(List.of("code"));
    }

    private static TestFunctions manyTags(int count) {
        TestFunctions function = TestFunctions.python("tagged" + count);
        for (int i = 0; i < count; i++) {
            function.tag("key" + i, "");
        }
        return function;
    }

    private static FunctionChange handler(String handler) {
        return new FunctionChange(null, handler, null, null, null, null, null, null, null, null);
    }

    private static long count(String from) {
        return harness.jdbc()
                .sql("select count(*) from " + from)
                .query(Long.class)
                .single();
    }
}
