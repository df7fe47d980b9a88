// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.Violations;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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

    static void check(Violations violations, Map<String, String> environment) {
        environment.forEach((name, value) -> {
            String field = "environment." + name;
            if (RESERVED.contains(name)) {
                violations.check(false, field, "is reserved: the platform sets it");
                return;
            }
            violations
                    .check(
                            NAME.matcher(name).matches(),
                            field,
                            "must have a name of at least two letters, digits or underscores, beginning with a letter")
                    .check(Texts.storable(value), field, Texts.RULE);
        });
        violations.check(
                sizeAsJson(environment) <= MAX_BYTES,
                "environment",
                "must be at most " + MAX_BYTES + " bytes in all, measured as JSON");
    }

    private static int sizeAsJson(Map<String, String> environment) {
        return JsonMapper.shared().writeValueAsString(environment).getBytes(StandardCharsets.UTF_8).length;
    }
}
