// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.util.List;

/** The two generations of the API. */
public enum TelemetryApi {
    /** https://docs.aws.amazon.com/lambda/latest/dg/telemetry-api-reference.html */
    TELEMETRY("ValidationError", "Telemetry.NotSupported", "platform.telemetrySubscription"),
    /** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-logs-api.html */
    LOGS("Logs.ValidationError", "Logs.NotSupported", "platform.logsSubscription");

    public final String validationError;
    public final String notSupported;
    final String subscribed;

    TelemetryApi(String validationError, String notSupported, String subscribed) {
        this.validationError = validationError;
        this.notSupported = notSupported;
        this.subscribed = subscribed;
    }

    List<String> schemaVersions() {
        return switch (this) {
            case TELEMETRY -> List.of("2022-07-01", "2022-12-13");
            case LOGS -> List.of("2020-08-15", "2021-03-18");
        };
    }
}
