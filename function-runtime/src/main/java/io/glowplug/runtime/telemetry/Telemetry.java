// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.time.Instant;
import java.util.Map;

/** Takes what happens in one environment, for its extensions. No method waits; any thread may call. */
public interface Telemetry {

    /** For environments that have nobody to tell. */
    Telemetry NONE = new Telemetry() {
        @Override
        public void platform(Instant time, String type, Map<String, Object> record) {}

        @Override
        public void fault(Instant time, String text) {}

        @Override
        public void function(Instant time, String line) {}

        @Override
        public void extension(Instant time, String line) {}
    };

    /**
     * Something that the platform did or saw.
     *
     * @param type as in https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
     * @param record what JSON can hold, without secrets
     */
    void platform(Instant time, String type, Map<String, Object> record);

    /** Something that went wrong, in words; only the Logs API knows of these. */
    void fault(Instant time, String text);

    /** A line that the runtime's process printed, without secrets. */
    void function(Instant time, String line);

    /** A line that an extension printed, without secrets. */
    void extension(Instant time, String line);
}
