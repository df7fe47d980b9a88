// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionLayer;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.sandbox.SandboxMode;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
            var node = runtime.node("exports.handler = async () => require('both')")
                    .layers(nodeLayers(runtime))
                    .latest();

            assertThat(runtime.answer(python, "{\"opt\":\"\"}")).isEqualTo("[1, 2, 3, 0]");
            assertThat(runtime.answer(node, "{}")).isEqualTo("\"of high\"");
        }
    }

    private static FunctionLayer[] nodeLayers(RuntimeHarness runtime) {
        return new FunctionLayer[] {
            runtime.layer(
                    "low",
                    Map.of(
                            "nodejs/node_modules/low.js", "module.exports = 'low'",
                            "nodejs/node_modules/both.js", "module.exports = 'of low'",
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
