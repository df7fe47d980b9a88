// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.SecretText;
import io.glowplug.registry.Violations;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which environment variables a user may set.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
final class EnvironmentRules {

    private static final int MAX_BYTES = 4_096;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]+");
    private static final Set<String> RESERVED = Set.of(
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_FORMAT",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_LEVEL",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT",
            "_HANDLER",
            "_X_AMZN_TRACE_ID");

    private EnvironmentRules() {}

    static void check(Violations violations, Map<String, String> environment, Map<String, Integer> secretBytes) {
        environment.forEach((name, value) -> {
            String field = "environment." + name;
            checkName(violations, field, name);
            violations
                    .check(
                            !secretBytes.containsKey(name),
                            field,
                            "must not be a secret at the same time: null among the secrets removes that")
                    .check(Texts.storable(value), field, Texts.RULE);
        });
        secretBytes.keySet().forEach(name -> checkName(violations, "secrets." + name, name));
        violations.check(
                sizeAsJson(environment) + size(secretBytes) <= MAX_BYTES,
                "environment",
                "must be at most " + MAX_BYTES + " bytes in all with the secrets, measured as JSON");
    }

    static void checkTexts(Violations violations, @Nullable Map<String, @Nullable SecretText> secrets) {
        if (secrets != null) {
            secrets.forEach((name, text) ->
                    violations.check(text == null || Texts.storable(text.value()), "secrets." + name, Texts.RULE));
        }
    }

    private static void checkName(Violations violations, String field, String name) {
        boolean reserved = RESERVED.contains(name);
        violations
                .check(!reserved, field, "is reserved: the platform sets it")
                .check(
                        reserved || NAME.matcher(name).matches(),
                        field,
                        "must have a name of at least two letters, digits or underscores, beginning with a letter");
    }

    /** Names and values with their quotes, a colon and a comma. */
    private static int size(Map<String, Integer> secretBytes) {
        return secretBytes.entrySet().stream()
                .mapToInt(secret -> secret.getKey().length() + secret.getValue() + 6)
                .sum();
    }

    private static int sizeAsJson(Map<String, String> environment) {
        return JsonMapper.shared().writeValueAsString(environment).getBytes(StandardCharsets.UTF_8).length;
    }
}
