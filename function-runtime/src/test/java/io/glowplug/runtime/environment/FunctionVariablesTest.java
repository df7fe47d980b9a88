// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RetryPolicy;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FunctionVariablesTest {

    private static final Instant LATE_IN_THE_YEAR = Instant.parse("2026-12-31T23:30:00Z");
    private static final FunctionIdentity IDENTITY = new FunctionIdentity("eu-central-1", "123456789012");

    @Test
    void reservedVariablesAreOursAndDefaultsMayBeChanged() {
        Map<String, String> variables = variables(
                "python3.13", Map.of("TZ", "Europe/Vienna", "GREETING", "servus", "AWS_REGION", "mars", "PATH", "/x"));

        assertThat(variables)
                .containsEntry("TZ", "Europe/Vienna")
                .containsEntry("GREETING", "servus")
                .containsEntry("PATH", "/x")
                .containsEntry("AWS_REGION", "eu-central-1")
                .containsEntry("AWS_DEFAULT_REGION", "eu-central-1")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13")
                .containsEntry("AWS_LAMBDA_FUNCTION_NAME", "resize")
                .containsEntry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
                .containsEntry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256")
                .containsEntry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/resize")
                .containsEntry("AWS_LAMBDA_LOG_STREAM_NAME", "2026/12/31/[$LATEST]0123456789abcdef0123456789abcdef")
                .containsEntry("LAMBDA_TASK_ROOT", "/var/task")
                .containsEntry("_HANDLER", "index.handler")
                .doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
    }

    @Test
    void anExecutableBootstrapHasNoExecutionEnvironmentOfItsOwn() {
        assertThat(variables("provided.al2023", Map.of("AWS_EXECUTION_ENV", "mine")))
                .doesNotContainKey("AWS_EXECUTION_ENV")
                .containsEntry("TZ", ":UTC")
                .containsEntry("LANG", "en_US.UTF-8");
    }

    @Test
    void javaKnowsItsExecutionEnvironmentAndReadsUtf8() {
        assertThat(variables("java21", Map.of()))
                .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_java21")
                .containsEntry("LC_ALL", "C.UTF-8");
    }

    @Test
    void theInvokedFunctionIsNamedWithTheQualifierThatWasAskedFor() {
        FunctionVersion version = version("python3.13", Map.of());

        assertThat(IDENTITY.invokedFunctionArn(version, null))
                .isEqualTo("arn:aws:lambda:eu-central-1:123456789012:function:resize");
        assertThat(IDENTITY.invokedFunctionArn(version, "live"))
                .isEqualTo("arn:aws:lambda:eu-central-1:123456789012:function:resize:live");
    }

    private static Map<String, String> variables(String runtime, Map<String, String> own) {
        return new FunctionVariables(IDENTITY, "/var/task", "/var/runtime", "/opt", null)
                .of(
                        version(runtime, own),
                        Map.of(),
                        new ProcessPlan.Start("0123456789abcdef0123456789abcdef", LATE_IN_THE_YEAR, "on-demand"));
    }

    private static FunctionVersion version(String runtime, Map<String, String> own) {
        var configuration = new FunctionConfiguration(
                FunctionRuntime.parse(runtime).orElseThrow(),
                "index.handler",
                256,
                3,
                512,
                own,
                "",
                NetworkAccess.NONE);
        return new FunctionVersion(
                UUID.randomUUID(),
                "resize",
                FunctionVersion.LATEST,
                1,
                configuration,
                new CodePackage("0".repeat(64), 1, 1),
                RetryPolicy.DEFAULT);
    }
}
