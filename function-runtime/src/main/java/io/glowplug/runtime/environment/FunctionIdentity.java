// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The names by which functions know themselves: resource name, log group, log stream. */
public record FunctionIdentity(String region, String account) {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

    /** https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html */
    String invokedFunctionArn(FunctionVersion version, @Nullable String qualifier) {
        String arn = "arn:aws:lambda:" + region + ":" + account + ":function:" + version.functionName();
        return qualifier == null ? arn : arn + ":" + qualifier;
    }

    String logGroup(FunctionVersion version) {
        return "/aws/lambda/" + version.functionName();
    }

    String logStream(FunctionVersion version, String environmentId, Instant startedAt) {
        return DAY.format(startedAt) + "/[" + version.version() + "]" + environmentId;
    }
}
