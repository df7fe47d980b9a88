// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionVersion;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ruby in real sandboxes, started for a function and started ahead of it. */
class RubyFunctionsTest {

    private static final String SELF_PORTRAIT = """
            require 'shared'
            require 'smallgem'
            def handler(event:, context:)
              [Shared::NAME, Smallgem::NAME, ENV.to_h.sort, Dir.pwd, Dir.children('/var/task').sort, $PROGRAM_NAME,
               Gem.path, Process.uid, ARGV]
            end
            """;

    private static RuntimeHarness runtime;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().memoryAheadMb(256).start();
        assumeTrue(runtime.ruby("").isPresent(), "this host has no Ruby");
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    private static RuntimeHarness.Function portrayed(String abi) {
        FunctionLayer library = runtime.layer(
                "libraries",
                Map.of(
                        "ruby/lib/shared.rb",
                        "module Shared; NAME = 'of the layer'; end",
                        "ruby/gems/" + abi + "/gems/smallgem-1.0/lib/smallgem.rb",
                        "module Smallgem; NAME = 'a gem'; end",
                        "ruby/gems/" + abi + "/specifications/smallgem-1.0.gemspec",
                        "Gem::Specification.new { |s| s.name = 'smallgem'; s.version = '1.0'; s.summary = 's';"
                                + " s.authors = ['a']; s.files = ['lib/smallgem.rb'] }"));
        return runtime.ruby(SELF_PORTRAIT).orElseThrow().layers(library).named("portrayed");
    }

    @Test
    void aFunctionCannotTellWhetherItsRubyWaited() {
        FunctionVersion itself = runtime.ruby("def handler(event:, context:) = RbConfig::CONFIG['ruby_version']")
                .orElseThrow()
                .latest();
        String abi = runtime.answer(itself, "{}").replace("\"", "");
        String id = itself.configuration().runtime().id();

        // TZ is one of those that only a process started for the function can take; to UTC, which is no difference.
        String startedForIt = runtime.answer(
                portrayed(abi)
                        .environment(Map.of("GREETING", "hello", "TZ", ":UTC"))
                        .latest(),
                "{}");
        await().atMost(Duration.ofSeconds(20)).until(() -> runtime.waitingAhead(id) > 0);
        String startedAhead = runtime.answer(
                portrayed(abi).environment(Map.of("GREETING", "hello")).latest(), "{}");

        assertThat(withoutTheirNames(startedAhead)).isEqualTo(withoutTheirNames(startedForIt));
        assertThat(startedAhead)
                .contains("of the layer", "a gem", "GREETING", "AWS_Lambda_" + id)
                .doesNotContain("GLOWPLUG");
    }

    @Test
    void whatEndsTheProcessFailsItsInvocationOnly() {
        FunctionVersion function = runtime.ruby("def handler(event:, context:) = event ? nobody_knows : 'fine'")
                .orElseThrow()
                .named("critical")
                .latest();

        assertThat(RuntimeHarness.describe(runtime.invoke(function, "true"))).contains("Function<NameError>");
        assertThat(runtime.answer(function, "false")).isEqualTo("\"fine\"");
    }

    private static String withoutTheirNames(String portrait) {
        return portrait.replaceAll("[0-9a-f]{32}", "ENVIRONMENT").replaceAll("Root=[^;]*;Parent=[^;]*", "TRACE");
    }
}
