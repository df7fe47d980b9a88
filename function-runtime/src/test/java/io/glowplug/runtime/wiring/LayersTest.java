// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionLayer;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.sandbox.SandboxMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What functions see of their layers, with real processes. */
class LayersTest {

    private static final String PYTHON = """
            import os, low, high, both
            def handler(event, context):
                opt = event['opt']
                return [low.NAME, high.NAME, both.NAME, sorted(os.listdir(opt)) if opt else 0]
            """;

    @Test
    void aFunctionFindsTheModulesOfItsLayersAndLaterLayersWin() {
        try (var runtime = RuntimeHarness.with().start()) {
            var python = runtime.python(PYTHON)
                    .layers(
                            runtime.layer(
                                    "low",
                                    Map.of(
                                            "python/low.py", "NAME = 'low'",
                                            "python/both.py", "NAME = 'of low'",
                                            "bin/tool", "#!/bin/sh\necho low")),
                            runtime.layer(
                                    "high",
                                    Map.of(
                                            "python/lib/python3.11/site-packages/high.py", "NAME = 'high'",
                                            "python/both.py", "NAME = 'of high'")))
                    .latest();
            var node = runtime.node("""
                    const low = require('low'), high = require('high'), both = require('both');
                    const { execFileSync } = require('child_process');
                    exports.handler = async () => [low, high, both, execFileSync('tool').toString().trim(),
                        Object.keys(process.env).filter((name) => name.startsWith('GLOWPLUG'))];
                    """).layers(nodeLayers(runtime)).latest();

            assertThat(runtime.answer(python, "{\"opt\":\"/opt\"}"))
                    .isEqualTo("[\"low\", \"high\", \"of high\", [\"bin\", \"python\"]]");
            assertThat(runtime.answer(node, "{}")).isEqualTo("[\"low\",\"high\",\"of high\",\"tool of high\",[]]");
        }
    }

    /** Node.js by itself looks for imports above the importing file only. */
    @Test
    void importsOfModulesFindThePackagesOfLayersWhereverTheyAre(@TempDir Path libraries) {
        var settings = List.of(
                RuntimeHarness.with(),
                RuntimeHarness.with().memoryAheadMb(256),
                RuntimeHarness.with().libraries(libraries));
        for (RuntimeHarness.Settings each : settings) {
            try (var runtime = each.start()) {
                var function = module(runtime, """
                        import both from 'both';
                        import { own } from 'own';
                        const version = await import('version').catch((problem) => ({ default: problem.message }));
                        export const handler = async () => [both, own, version.default];
                        """);
                var any = runtime.layer(
                        "any",
                        Map.of(
                                "nodejs/node_modules/both/package.json", "{\"main\": \"both.js\"}",
                                "nodejs/node_modules/both/both.js", "module.exports = 'any version'",
                                "nodejs/node_modules/own/package.json", "{\"main\": \"missing.js\"}"));
                var twenty = runtime.layer(
                        "twenty",
                        Map.of(
                                "nodejs/node20/node_modules/version/package.json",
                                "{\"type\": \"module\", \"exports\": \"./version.mjs\"}",
                                "nodejs/node20/node_modules/version/version.mjs",
                                "export default import.meta.url"));

                assertThat(runtime.answer(function.layers(any).latest(), "{}"))
                        .isEqualTo("[\"any version\",\"own\","
                                + "\"Cannot find package 'version' imported from /var/task/index.mjs\"]");
                assertThat(runtime.answer(
                                function.layers(any, twenty).revision(2).latest(), "{}"))
                        .isEqualTo("[\"any version\",\"own\",\"file:///opt/nodejs/node20/"
                                + "node_modules/version/version.mjs\"]");
            }
        }
    }

    @Test
    void whatTheNodeBringsAlongIsThereForAllFunctionsAfterTheirOwn(@TempDir Path libraries) throws Exception {
        for (var file : Map.of(
                        "python/given.py", "NAME = 'of the node'",
                        "python/low.py", "NAME = 'not this one'",
                        "nodejs/node_modules/given/package.json", "{\"type\": \"module\", \"exports\": \"./given.js\"}",
                        "nodejs/node_modules/given/given.js", "export default 'of the node'",
                        "nodejs/node_modules/low/index.js", "module.exports = 'not this one'")
                .entrySet()) {
            Files.createDirectories(libraries.resolve(file.getKey()).getParent());
            Files.writeString(libraries.resolve(file.getKey()), file.getValue());
        }
        for (int memoryAheadMb : new int[] {0, 256}) {
            try (var runtime = RuntimeHarness.with()
                    .memoryAheadMb(memoryAheadMb)
                    .libraries(libraries)
                    .start()) {
                var python = runtime.python("""
                                import given, low
                                def handler(event, context):
                                    try:
                                        return open(given.__file__, 'w')
                                    except OSError as problem:
                                        return [given.NAME, low.NAME, problem.strerror]
                                """)
                        .layers(runtime.layer("low", Map.of("python/low.py", "NAME = 'of a layer'")))
                        .latest();
                var node = module(runtime, """
                                import given from 'given';
                                import { createRequire } from 'module';
                                export const handler = async () => [given, createRequire(import.meta.url)('low')];
                                """)
                        .layers(runtime.layer(
                                "low", Map.of("nodejs/node_modules/low/index.js", "module.exports = 'of a layer'")))
                        .latest();

                assertThat(runtime.answer(python, "{}"))
                        .isEqualTo("[\"of the node\", \"of a layer\", \"Read-only file system\"]");
                assertThat(runtime.answer(node, "{}")).isEqualTo("[\"of the node\",\"of a layer\"]");
            }
        }
    }

    @Test
    void aLayerMayBringTheBootstrapAndNobodyWritesToIt() {
        try (var runtime = RuntimeHarness.with().start()) {
            var bootstrap = runtime.layer("shell", Map.of("bootstrap", """
                    #!/bin/sh
                    touch /opt/mine 2>/dev/null && echo writable
                    api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
                    while true; do
                      event=$(curl -sS -D /tmp/headers "$api/invocation/next") || exit 1
                      id=$(sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p' /tmp/headers | tr -d '\\r')
                      curl -sS --data-binary "\\"$(ls /opt; cat /var/task/text)\\"" "$api/invocation/$id/response" >/dev/null
                    done
                    """));
            var function =
                    runtime.provided("text", "of the code").layers(bootstrap).latest();

            assertThat(runtime.answer(function, "{}")).isEqualTo("\"bootstrap\nof the code\"");
            assertThat(runtime.log()).noneMatch(line -> line.text().contains("writable"));
        }
    }

    @Test
    void aScriptOfALayerMayStartTheRuntime() {
        try (var runtime = RuntimeHarness.with().memoryAheadMb(256).start()) {
            var wrapper = runtime.layer("wrapper", Map.of("start", """
                    #!/bin/bash
                    export STARTED_BY="$0" NODE_OPTIONS=--stack-trace-limit=3 PYTHONWARNINGS=error
                    exec "$@"
                    """));
            Map<String, String> started = Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/start");
            var node = runtime.node("exports.handler = async () => [process.env.STARTED_BY, Error.stackTraceLimit]")
                    .environment(started)
                    .layers(wrapper)
                    .latest();
            var python = runtime.python("import os, sys\n"
                            + "def handler(event, context): return [os.environ['STARTED_BY'], len(sys.argv)]")
                    .environment(started)
                    .layers(wrapper)
                    .latest();
            var missing = runtime.python("def handler(event, context): return 1")
                    .environment(Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/elsewhere"))
                    .layers(wrapper)
                    .latest();

            assertThat(runtime.answer(node, "{}")).isEqualTo("[\"/opt/start\",3]");
            assertThat(runtime.answer(python, "{}")).startsWith("[\"/opt/start\", ");
            assertThat(runtime.invoke(missing, "{}"))
                    .isInstanceOfSatisfying(
                            AttemptOutcome.FunctionFailed.class,
                            failed -> assertThat(failed.errorType()).isEqualTo("Runtime.ExitError"));
        }
    }

    /** There is no {@code /opt} of the function's own then, so what counts are the variables and the module paths. */
    @Test
    void withoutASandboxModulesAndProgramsAreFoundByTheirPaths() {
        try (var runtime = RuntimeHarness.with().sandbox(SandboxMode.NONE).start()) {
            var python = runtime.python(PYTHON)
                    .layers(runtime.layer(
                            "all",
                            Map.of(
                                    "python/low.py", "NAME = 1",
                                    "python/high.py", "NAME = 2",
                                    "python/both.py", "NAME = 3")))
                    .latest();
            var node = runtime.node(
                            "exports.handler = async () => [require('both'), (await import('package')).default]")
                    .layers(nodeLayers(runtime))
                    .latest();

            assertThat(runtime.answer(python, "{\"opt\":\"\"}")).isEqualTo("[1, 2, 3, 0]");
            assertThat(runtime.answer(node, "{}")).isEqualTo("[\"of high\",\"imported\"]");
        }
    }

    private static RuntimeHarness.Function module(RuntimeHarness runtime, String source) {
        Map<String, String> files = Map.of(
                "index.mjs", source,
                "node_modules/own/package.json", "{\"type\": \"module\", \"exports\": \"./own.js\"}",
                "node_modules/own/own.js", "export const own = 'own';");
        var bytes = new HashMap<String, byte[]>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return runtime.files("nodejs20", "index.handler", bytes).orElseThrow();
    }

    private static FunctionLayer[] nodeLayers(RuntimeHarness runtime) {
        return new FunctionLayer[] {
            runtime.layer(
                    "low",
                    Map.of(
                            "nodejs/node_modules/low.js", "module.exports = 'low'",
                            "nodejs/node_modules/both.js", "module.exports = 'of low'",
                            "nodejs/node_modules/package/index.js", "module.exports = 'imported'",
                            "bin/tool", "#!/bin/sh\necho tool of low")),
            runtime.layer(
                    "high",
                    Map.of(
                            "nodejs/node20/node_modules/high.js", "module.exports = 'high'",
                            "nodejs/node_modules/both.js", "module.exports = 'of high'",
                            "bin/tool", "#!/bin/sh\necho tool of high"))
        };
    }
}
