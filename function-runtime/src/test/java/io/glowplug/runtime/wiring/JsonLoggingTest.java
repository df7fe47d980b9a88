// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.LogFormat;
import io.glowplug.registry.LogLevel;
import io.glowplug.registry.LoggingSettings;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What functions that log in JSON leave in their log, with real processes. */
class JsonLoggingTest {

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
    void pythonLogsRecordsFromItsLevelOn() {
        var function =
                runtime.python("""
                import logging
                log = logging.getLogger('shop')
                def handler(event, context):
                    log.info('not shown')
                    log.warning('sold %s', 'out', extra={'item': 7})
                    try:
                        raise KeyError('cheese')
                    except KeyError:
                        log.exception('gone')
                    print('as it is')
                    if event:
                        raise ValueError('no more')
                """).logging(json(LogLevel.WARN, LogLevel.DEBUG)).latest();

        UUID id = UUID.randomUUID();
        List<String> lines = invoke(id, function, "false");

        assertThat(types(lines))
                .containsExactly(
                        "platform.initStart",
                        "platform.start",
                        "WARNING",
                        "ERROR",
                        "as it is",
                        "platform.runtimeDone",
                        "platform.report");
        JsonNode warning = line(lines, 2);
        assertThat(warning.get("message").asString()).isEqualTo("sold out");
        assertThat(warning.get("logger").asString()).isEqualTo("shop");
        assertThat(warning.get("item").asInt()).isEqualTo(7);
        assertThat(warning.get("requestId").asString()).isEqualTo(id.toString());
        assertThat(warning.get("timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line(lines, 3).get("errorType").asString()).isEqualTo("KeyError");
        assertThat(line(lines, 3).get("stackTrace")).isNotEmpty();
        JsonNode report = line(lines, 6).get("record");
        assertThat(report.get("requestId").asString()).isEqualTo(id.toString());
        assertThat(report.get("status").asString()).isEqualTo("success");
        assertThat(report.get("metrics").propertyNames())
                .containsExactly("durationMs", "billedDurationMs", "memorySizeMB", "maxMemoryUsedMB", "initDurationMs");

        List<String> failing = invoke(UUID.randomUUID(), function, "true");
        JsonNode error = line(failing, 4);
        assertThat(error.get("level").asString()).isEqualTo("ERROR");
        assertThat(error.get("errorMessage").asString()).isEqualTo("no more");
        assertThat(line(failing, 6).get("record").get("status").asString()).isEqualTo("failure");
    }

    @Test
    void nodeLogsRecordsFromItsLevelOnAndThePlatformWarningsOnly() {
        var function = runtime.node("""
                console.log('loading');
                exports.handler = async (event) => {
                  console.debug('not shown');
                  console.info('sold %s', 'out');
                  console.warn({ item: 7 });
                  console.error('gone', new TypeError('cheese'));
                  const loop = {}; loop.loop = loop;
                  console.fatal(loop);
                  if (event) throw new RangeError('no more');
                };
                """).logging(json(null, LogLevel.WARN)).latest();

        UUID id = UUID.randomUUID();
        List<String> lines = invoke(id, function, "false");

        assertThat(types(lines)).containsExactly("INFO", "INFO", "WARN", "ERROR", "FATAL");
        assertThat(line(lines, 0).has("requestId")).isFalse();
        assertThat(line(lines, 1).get("message").asString()).isEqualTo("sold out");
        assertThat(line(lines, 1).get("requestId").asString()).isEqualTo(id.toString());
        assertThat(line(lines, 2).get("message").get("item").asInt()).isEqualTo(7);
        assertThat(line(lines, 3).get("errorType").asString()).isEqualTo("TypeError");
        assertThat(line(lines, 3).get("errorMessage").asString()).isEqualTo("cheese");

        List<String> failing = invoke(UUID.randomUUID(), function, "true");
        assertThat(types(failing))
                .containsExactly("INFO", "WARN", "ERROR", "FATAL", "ERROR", "platform.runtimeDone", "platform.report");
        assertThat(line(failing, 4).get("message").get("errorType").asString()).isEqualTo("RangeError");
    }

    @Test
    void faultsAndTimeoutsAreRecordsToo() {
        var exits = runtime.python("import os\ndef handler(event, context): os._exit(3)")
                .logging(json(null, LogLevel.WARN))
                .latest();
        var sleeps = runtime.python("import time\ndef handler(event, context): time.sleep(60)")
                .logging(json(null, null))
                .timeoutSeconds(1)
                .latest();

        List<String> exited = invoke(UUID.randomUUID(), exits, "{}");
        assertThat(types(exited)).containsExactly("platform.fault", "platform.runtimeDone", "platform.report");
        assertThat(line(exited, 0).get("record").asString()).endsWith("Runtime exited with error: exit status 3");
        assertThat(line(exited, 2).get("record").get("errorType").asString()).isEqualTo("Runtime.ExitError");
        List<String> timedOut = invoke(UUID.randomUUID(), sleeps, "{}");
        assertThat(line(timedOut, timedOut.size() - 1)
                        .get("record")
                        .get("status")
                        .asString())
                .isEqualTo("timeout");
    }

    private static List<String> invoke(UUID id, FunctionVersion function, String payload) {
        runtime.invoke(RuntimeHarness.request(id, function, payload, RuntimeHarness.PATIENT));
        return runtime.logOf(id);
    }

    private static LoggingSettings json(LogLevel application, LogLevel system) {
        return new LoggingSettings(LogFormat.JSON, application, system, null);
    }

    /** Returns the type or the level of each line, or the line itself where it is no record. */
    private static List<String> types(List<String> lines) {
        return lines.stream()
                .map(line -> {
                    if (!line.startsWith("{")) {
                        return line;
                    }
                    JsonNode record = JsonMapper.shared().readTree(line);
                    return record.has("type")
                            ? record.get("type").asString()
                            : record.get("level").asString();
                })
                .toList();
    }

    private static JsonNode line(List<String> lines, int index) {
        return JsonMapper.shared().readTree(lines.get(index));
    }
}
