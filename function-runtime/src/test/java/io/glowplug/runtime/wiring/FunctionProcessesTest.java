// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static io.glowplug.runtime.wiring.RuntimeHarness.describe;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome.FunctionFailed;
import io.glowplug.runtime.AttemptOutcome.Returned;
import io.glowplug.runtime.AttemptOutcome.TimedOut;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of an invocation, with real processes in real sandboxes. */
class FunctionProcessesTest {

    private static RuntimeHarness runtime;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().start();
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    @Test
    void pythonAnswers() {
        var function = runtime.python("def handler(event, context): return {'hello': event['name']}")
                .latest();

        assertThat(runtime.answer(function, "{\"name\":\"Ada\"}")).isEqualToIgnoringWhitespace("{\"hello\":\"Ada\"}");
    }

    @Test
    void nodeAnswers() {
        var function = runtime.node("exports.handler = async (event) => ({hello: event.name})")
                .latest();

        assertThat(runtime.answer(function, "{\"name\":\"Ada\"}")).isEqualTo("{\"hello\":\"Ada\"}");
    }

    @Test
    void anExecutableBootstrapAnswers() {
        var function = runtime.shellAnswering("echo \"$event\"").latest();

        assertThat(runtime.answer(function, "{\"name\":\"Ada\"}")).isEqualToIgnoringWhitespace("{\"name\":\"Ada\"}");
    }

    /** On Amazon Linux {@code sh} is bash: AWS's own first script for {@code provided} needs it to be. */
    @Test
    void aScriptForTheShellOfAmazonLinuxRuns() {
        var function = runtime.shell("""
                set -euo pipefail
                handler () { local -a words=($1); echo "${#words[@]}"; }
                while true; do
                  headers="$(mktemp)"
                  event=$(curl -sS -LD "$headers" "http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/next")
                  id=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$headers" | tr -d '[:space:]' | cut -d: -f2)
                  answer=$(handler "$event")
                  curl -s "http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/$id/response" -d "$answer"
                done
                """).latest();

        assertThat(runtime.answer(function, "[1, 2, 3]")).isEqualTo("3");
    }

    @Test
    void aWarmEnvironmentIsUsedAgain() {
        var function = runtime.python("""
                calls = 0
                def handler(event, context):
                    global calls
                    calls += 1
                    return calls
                """).latest();

        var first = (Returned) runtime.invoke(function, "{}");
        var second = (Returned) runtime.invoke(function, "{}");

        assertThat(second.answer().utf8()).isEqualTo("2");
        assertThat(second.report().environmentId()).isEqualTo(first.report().environmentId());
        assertThat(first.report().coldStart()).isTrue();
        assertThat(second.report().coldStart()).isFalse();
        assertThat(first.report().maxMemoryMb()).isBetween(1, 128);
        assertThat(second.report().billedMillis()).isPositive();
    }

    @Test
    void aFunctionThatThrowsFailsAndItsEnvironmentStaysWarm() {
        var function = runtime.python("def handler(event, context): raise ValueError('no cheese')")
                .latest();

        var first = (FunctionFailed) runtime.invoke(function, "{}");
        var second = (FunctionFailed) runtime.invoke(function, "{}");

        assertThat(first.errorType()).isEqualTo("ValueError");
        assertThat(first.errorMessage()).isEqualTo("no cheese");
        assertThat(second.report().environmentId()).isEqualTo(first.report().environmentId());
    }

    @Test
    void aFunctionThatExitsFailsWithItsStatusAndIsReplaced() {
        var function = runtime.python("""
                import os
                def handler(event, context):
                    print('about to go')
                    os._exit(event['status'])
                """).latest();
        UUID id = UUID.randomUUID();

        var outcome = runtime.invoke(RuntimeHarness.request(id, function, "{\"status\":3}", RuntimeHarness.PATIENT));

        assertThat(describe(outcome))
                .contains("\"errorType\":\"Runtime.ExitError\"")
                .contains("RequestId: " + id + " Error: Runtime exited with error: exit status 3");
        assertThat(runtime.logOf(id))
                .contains("about to go")
                .anyMatch(line -> line.endsWith("Status: error\tError Type: Runtime.ExitError"));
        assertThat(describe(runtime.invoke(function, "{\"status\":0}")))
                .contains("Error: Runtime exited without providing a reason");
    }

    @Test
    void aFunctionThatTakesTooLongIsEndedAndReplaced() {
        FunctionVersion function = runtime.python("""
                import time
                def handler(event, context):
                    print('sleeping')
                    time.sleep(event)
                    return 'awake'
                """).timeoutSeconds(1).latest();
        UUID id = UUID.randomUUID();

        var outcome = (TimedOut) runtime.invoke(RuntimeHarness.request(id, function, "30", RuntimeHarness.PATIENT));

        assertThat(outcome.errorMessage()).isEqualTo("RequestId: " + id + " Error: Task timed out after 1.00 seconds");
        assertThat(outcome.errorPayload().utf8()).contains("\"errorType\":\"Sandbox.Timedout\"");
        assertThat(outcome.report().duration()).hasSeconds(1);
        assertThat(runtime.logOf(id))
                .contains("sleeping")
                .anyMatch(line -> line.endsWith(id + " Task timed out after 1.00 seconds"))
                .anyMatch(line -> line.endsWith("Status: timeout"));
        assertThat(runtime.answer(function, "0")).isEqualTo("\"awake\"");
    }

    @Test
    void anInitialisationThatThrowsFailsTheInvocationAndShowsItsOutput() {
        var function = runtime.python("""
                print('before the fall')
                raise RuntimeError('no such luck')
                """).latest();
        UUID id = UUID.randomUUID();

        var outcome =
                (FunctionFailed) runtime.invoke(RuntimeHarness.request(id, function, "{}", RuntimeHarness.PATIENT));

        assertThat(outcome.errorPayload().utf8()).contains("no such luck");
        assertThat(runtime.logOf(id))
                .contains("INIT_START Runtime Version: python3.11", "before the fall")
                .anyMatch(line -> line.startsWith("INIT_REPORT Init Duration: "));
    }

    @Test
    void anInitialisationThatExitsFailsTheInvocation() {
        var function = runtime.node("console.log('leaving'); process.exit(7)").latest();
        UUID id = UUID.randomUUID();

        var outcome = runtime.invoke(RuntimeHarness.request(id, function, "{}", RuntimeHarness.PATIENT));

        assertThat(describe(outcome)).contains("RequestId: " + id + " Error: Runtime exited with error: exit status 7");
        assertThat(runtime.logOf(id)).anyMatch(line -> line.endsWith("leaving"));
    }

    @Test
    void aMissingBootstrapFailsTheInvocation() {
        var function = runtime.python("").latest();
        var provided = new FunctionVersion(
                function.functionId(),
                function.functionName(),
                "1",
                1,
                runtime.shell("").latest().configuration(),
                function.code(),
                function.asyncRetry());

        assertThat(describe(runtime.invoke(provided, "{}"))).contains("Runtime exited with error: exit status 127");
    }

    @Test
    void theReportReadsAsOnLambda() {
        var function =
                runtime.python("def handler(event, context): print('hi')").latest();
        UUID cold = UUID.randomUUID();
        UUID warm = UUID.randomUUID();

        runtime.invoke(RuntimeHarness.request(cold, function, "{}", RuntimeHarness.PATIENT));
        runtime.invoke(RuntimeHarness.request(warm, function, "{}", RuntimeHarness.PATIENT));

        assertThat(runtime.logOf(cold).getLast())
                .matches("REPORT RequestId: " + cold + "\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\t"
                        + "Memory Size: 128 MB\tMax Memory Used: \\d+ MB\tInit Duration: \\d+\\.\\d\\d ms\t");
        assertThat(runtime.logOf(warm))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("START RequestId: " + warm + " Version: $LATEST"),
                        line -> assertThat(line).isEqualTo("hi"),
                        line -> assertThat(line).isEqualTo("END RequestId: " + warm),
                        line -> assertThat(line).endsWith(" MB\t").doesNotContain("Init Duration"));
    }
}
