// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.Violation;
import io.glowplug.registry.Violations;
import io.glowplug.registry.code.ArchiveContents;
import io.glowplug.registry.code.TestCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerRulesTest {

    private static final ArchiveContents CODE = TestCode.contents(
            "app.py",
            "sourceless.pyc",
            "fast.cpython-311-x86_64-linux-gnu.so",
            "pkg/mod.py",
            "pkg/sub/__init__.py",
            "example/Hello.class",
            "example/Hello$Inner.class",
            "TopLevel.class",
            "index.js",
            "src/module.mjs",
            "src/common.cjs",
            ".build/bundle.js",
            "typescript.ts",
            "app.rb",
            "lib/orders.rb",
            "Orders.Api.dll",
            "Orders.Api.runtimeconfig.json",
            "Library.dll",
            ".env.py");

    @ParameterizedTest
    @CsvSource({
        "python3.11, app.handler",
        "python3.11, pkg.mod.handler",
        "python3.11, pkg/mod.handler",
        "python3.11, pkg.sub.handler",
        "python3.11, sourceless.handler",
        "python3.11, fast.handler",
        "java21, example.Hello",
        "java17, example.Hello::greet",
        "java25, example.Hello$Inner::handleRequest",
        "java25, TopLevel",
        "ruby3.4, app.handler",
        "ruby3.4, app.process!",
        "ruby3.3, lib/orders.Shop::Orders.process",
        "dotnet8, Orders.Api",
        "spring, uppercase",
        "spring, 'uppercase|reverse,third'",
        "spring, ''",
        "nodejs20.x, index.handler",
        "nodejs20.x, index.nested.handler",
        "nodejs20.x, src/module.handler",
        "nodejs20.x, src/common.handler",
        "nodejs20.x, ./src/module.handler",
        "nodejs20.x, ././index.nested.handler",
        "nodejs20.x, .build/bundle.handler"
    })
    void findsTheFileOfTheHandler(String runtime, String handler) {
        assertThat(violations(runtime, handler)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "python3.11, other.handler, there is neither other.py nor a package other/",
        "python3.11, pkg.other.handler, there is neither pkg/other.py nor a package pkg/other/",
        "python3.11, app, must name a module and a function",
        "python3.11, app., must name a module and a function",
        "python3.11, .handler, must name a module and a function",
        "python3.11, pkg.mod/handler, must name a module and a function",
        "python3.11, ../app.handler, must name a module and a function",
        "python3.11, /app.handler, must name a module and a function",
        "java21, example.Other, there is neither example/Other.class nor a jar in lib/",
        "java21, example/Hello, must name a class",
        "java21, example.Hello:greet, must name a class",
        "java21, example.Hello::, must name a class",
        "java21, .Hello, must name a class",
        "java21, ../Hello, must name a class",
        "ruby3.4, other.handler, there is no other.rb",
        "ruby3.4, app, must name a file and a method",
        "ruby3.4, app.orders.process, must name a file and a method",
        "ruby3.4, ../app.handler, must name a file and a method",
        "dotnet8, Library, which is Library.dll and Library.runtimeconfig.json",
        "dotnet8, Orders.Api::Orders.Function::Handle, must name an executable assembly",
        "dotnet8, ../Orders, must name an executable assembly",
        "spring, '|reverse', must name beans",
        "spring, 'uppercase||reverse', must name beans",
        "nodejs20.x, other.handler, there is neither other.js nor other.mjs nor other.cjs",
        "nodejs20.x, typescript.handler, there is neither",
        "nodejs20.x, index, must name a file and a function",
        "nodejs20.x, index., must name a file and a function",
        "nodejs20.x, src/.handler, must name a file and a function",
        "nodejs20.x, ../index.handler, must name a file and a function",
        "nodejs20.x, ./../index.handler, must name a file and a function",
        "nodejs20.x, src/../index.handler, must name a file and a function",
        "nodejs20.x, /index.handler, must name a file and a function"
    })
    void refusesAHandlerWithoutAFile(String runtime, String handler, String reason) {
        assertThat(violations(runtime, handler)).singleElement().satisfies(violation -> {
            assertThat(violation.field()).isEqualTo("handler");
            assertThat(violation.rule()).contains(reason);
        });
    }

    @Test
    void providedNeedsAnExecutableBootstrapAtTheRoot() {
        assertThat(violations("provided.al2023", "unused"))
                .containsExactly(new Violation("code", "must hold an executable file named bootstrap at its root"));
        assertThat(violations("provided.al2", TestCode.contents("bootstrap")))
                .containsExactly(
                        new Violation(
                                "code",
                                "must hold an executable bootstrap: the archive does not mark it so (chmod 755 before zipping)"));
        assertThat(violations("provided.al2", TestCode.executable("bin/bootstrap")))
                .hasSize(1);
        assertThat(violations("provided.al2", TestCode.executable("bootstrap"))).isEmpty();
    }

    @Test
    void aJarMayHoldTheClass() {
        var violations = Violations.of();
        HandlerRules.check(
                violations,
                FunctionRuntime.parse("java25").orElseThrow(),
                "example.Packed",
                withoutLayers(TestCode.contents("lib/function.jar")));

        assertThat(violations.found()).isEmpty();
    }

    @Test
    void springNeedsClassesAndAnExecutableJarItsFunctions() {
        assertThat(violations("spring", TestCode.contents("lib/beans.jar"))).isEmpty();
        assertThat(violations("spring", TestCode.contents("index.js")))
                .containsExactly(
                        new Violation(
                                "code",
                                "must be a jar of Spring beans or hold jars in lib/: there is neither a class nor a jar in lib/"));
        assertThat(violations(
                        "spring",
                        TestCode.contents(
                                "BOOT-INF/classes/a/B.class", "BOOT-INF/lib/spring-cloud-function-context-5.0.1.jar")))
                .isEmpty();
        assertThat(violations("spring", TestCode.contents("BOOT-INF/classes/a/B.class", "BOOT-INF/lib/spring-web.jar")))
                .containsExactly(new Violation(
                        "code",
                        "is an executable jar of Spring Boot without spring-cloud-function-context in BOOT-INF/lib"));
    }

    private static List<Violation> violations(String runtime, String handler) {
        Violations violations = Violations.of();
        HandlerRules.check(violations, FunctionRuntime.parse(runtime).orElseThrow(), handler, withoutLayers(CODE));
        return violations.found();
    }

    private static List<Violation> violations(String runtime, ArchiveContents code) {
        Violations violations = Violations.of();
        HandlerRules.check(violations, FunctionRuntime.parse(runtime).orElseThrow(), "unused", withoutLayers(code));
        return violations.found();
    }

    private static HandlerCode withoutLayers(ArchiveContents code) {
        return new HandlerCode(code, List.of(), layer -> {
            throw new AssertionError("there is no layer " + layer);
        });
    }
}
