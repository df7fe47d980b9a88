// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome.FunctionFailed;
import io.glowplug.runtime.AttemptOutcome.TimedOut;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.sandbox.SandboxMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Extensions from layers, as real processes beside real functions. */
class ExtensionsTest {

    /** Says what it is told, and runs {@code on_invoke} for each invocation. */
    private static final String EXTENSION = """
            #!/usr/bin/python3 -IS
            import http.client, json, os, sys, time
            api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
            def call(method, path, headers, body=None):
                api.request(method, '/2020-01-01/extension/' + path, body, headers)
                answer = api.getresponse()
                return answer.headers, json.loads(answer.read())
            def on_invoke(): pass
            #MORE
            headers, _ = call('POST', 'register', {'Lambda-Extension-Name': os.path.basename(sys.argv[0])},
                '{"events":["INVOKE","SHUTDOWN"]}')
            me = {'Lambda-Extension-Identifier': headers['Lambda-Extension-Identifier']}
            while True:
                _, event = call('GET', 'event/next', me)
                print('extension:', event['eventType'], event.get('shutdownReason', event.get('requestId')), flush=True)
                if event['eventType'] == 'SHUTDOWN': break
                on_invoke()
            """;

    private static FunctionLayer layer(RuntimeHarness runtime, String more) {
        return runtime.layer("tools", Map.of("extensions/tracer", EXTENSION.replace("#MORE", more)));
    }

    private static List<String> said(RuntimeHarness runtime) {
        return runtime.log().stream()
                .map(LogLine::text)
                .filter(line -> line.startsWith("extension:") || line.startsWith("function:"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(SandboxMode.class)
    void anExtensionIsToldOfEveryInvocationAndOfTheEnd(SandboxMode mode) {
        UUID id = UUID.randomUUID();
        RuntimeHarness runtime = RuntimeHarness.with().sandbox(mode).start();
        try (runtime) {
            FunctionVersion function =
                    runtime.python("""
                    import signal, sys
                    def end(*_):
                        print('function: asked to end', flush=True)
                        sys.exit()
                    signal.signal(signal.SIGTERM, end)
                    def handler(event, context): return event
                    """).layers(layer(runtime, "")).latest();
            assertThat(RuntimeHarness.answerOf(
                            runtime.invoke(RuntimeHarness.request(id, function, "1", RuntimeHarness.PATIENT))))
                    .isEqualTo("1");
        }
        assertThat(said(runtime))
                .containsExactlyInAnyOrder(
                        "extension: INVOKE " + id, "function: asked to end", "extension: SHUTDOWN spindown");
    }

    @Test
    void theAnswerDoesNotWaitForTheExtensionButTheNextInvocationDoes() {
        try (var runtime = RuntimeHarness.with().memoryBudgetMb(128).start()) {
            FunctionVersion function = runtime.node("""
                    const fs = require('fs');
                    exports.handler = async () => fs.existsSync('/tmp/done');
                    """)
                    .layers(layer(runtime, "def on_invoke(): time.sleep(0.5); open('/tmp/done', 'w')"))
                    .latest();

            assertThat(runtime.answer(function, "{}")).isEqualTo("false");
            assertThat(runtime.answer(function, "{}")).isEqualTo("true");
        }
    }

    @Test
    void aBootstrapOfItsOwnHasExtensionsToo() {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion function = runtime.shellAnswering("echo \"$event\"")
                    .layers(layer(runtime, ""))
                    .latest();

            assertThat(runtime.answer(function, "{}")).isEqualToIgnoringWhitespace("{}");
            assertThat(runtime.answer(function, "{}")).isEqualToIgnoringWhitespace("{}");
        }
    }

    @Test
    void anEndOutOfTurnIsToldByItsReason() {
        RuntimeHarness runtime = RuntimeHarness.with().start();
        try (runtime) {
            FunctionVersion function = runtime.python("""
                    import os, time
                    def handler(event, context):
                        if event == 'exit': os._exit(3)
                        time.sleep(event)
                    """)
                    .timeoutSeconds(1)
                    .layers(layer(runtime, ""))
                    .latest();

            assertThat(runtime.invoke(function, "30")).isInstanceOf(TimedOut.class);
            assertThat(((FunctionFailed) runtime.invoke(function, "\"exit\"")).errorMessage())
                    .endsWith("Runtime exited with error: exit status 3");
        }
        assertThat(said(runtime)).contains("extension: SHUTDOWN timeout", "extension: SHUTDOWN failure");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sys.exit(4)                                | Extension.Crash     | The extension tracer exited with exit status 4
                    def on_invoke(): os._exit(5)               | Extension.Crash     | The extension tracer exited with exit status 5
                    def on_invoke(): call('POST', 'exit/error', {**me, 'Lambda-Extension-Function-Error-Type': 'Extension.Own'}) | Extension.ExitError | The extension tracer reported Extension.Own
                    """)
    void anExtensionThatFailsFailsTheInvocation(String extension, String type, String message) {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion function = runtime.python("import time\ndef handler(event, context): time.sleep(5)")
                    .layers(layer(runtime, extension))
                    .latest();

            var failed = (FunctionFailed) runtime.invoke(function, "{}");

            assertThat(failed.errorType()).isEqualTo(type);
            assertThat(failed.errorMessage()).contains(message);
        }
    }

    @Test
    void moreThanTenExtensionsFailTheInvocation() {
        try (var runtime = RuntimeHarness.with().start()) {
            Map<String, String> eleven = new HashMap<>();
            for (int i = 0; i < 11; i++) {
                eleven.put("extensions/number-" + i, "#!/bin/sh\nexec sleep 1000\n");
            }
            FunctionVersion function = runtime.python("def handler(event, context): pass")
                    .layers(runtime.layer("many", eleven))
                    .latest();

            var failed = (FunctionFailed) runtime.invoke(function, "{}");

            assertThat(failed.errorType()).isEqualTo("Extension.TooManyExtensions");
            assertThat(failed.errorMessage()).endsWith("The layers have 11 extensions, and there may be 10");
        }
    }

    @Test
    void anExtensionThatCannotBeStartedFailsTheInvocation() {
        try (var runtime = RuntimeHarness.with().start()) {
            FunctionVersion function = runtime.python("def handler(event, context): pass")
                    .layers(runtime.layer("broken", Map.of("extensions/tracer", "#!/nowhere/interpreter\n")))
                    .latest();

            var failed = (FunctionFailed) runtime.invoke(function, "{}");

            assertThat(failed.errorType()).isEqualTo("Extension.LaunchError");
        }
    }
}
