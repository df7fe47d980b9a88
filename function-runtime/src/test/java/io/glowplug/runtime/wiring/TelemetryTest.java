// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.sandbox.SandboxMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Extensions that subscribe to telemetry, as real processes in real sandboxes. What they got they say at the end, when
 * the last report has come or their time is over.
 */
class TelemetryTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final String EXTENSION = """
            #!/usr/bin/python3 -IS
            import http.client, json, os, socket, sys, threading
            api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
            def call(method, path, headers, body=None):
                api.request(method, path, body, headers)
                answer = api.getresponse()
                return answer.status, answer.headers, json.loads(answer.read())
            got, complete, reports, wanted_reports = [], threading.Event(), 0, 2
            def take(events):
                global reports
                for event in events:
                    got.append(event)
                    reports += event['type'] == 'platform.report'
                if reports >= wanted_reports: complete.set()
            def answer_http(connection):
                stream = connection.makefile('rb')
                request, length = stream.readline().decode().strip(), 0
                for line in iter(lambda: stream.readline().strip(), b''):
                    if line.lower().startswith(b'content-length:'): length = int(line.split(b':')[1])
                body = stream.read(length)
                status = on_batch(request, json.loads(body))
                connection.sendall(b'HTTP/1.1 %d X\\r\\nContent-Length: 0\\r\\n\\r\\n' % status)
                connection.close()
            def on_batch(request, events):
                take(events)
                return 200
            def read_lines(connection):
                for line in connection.makefile('rb'): take([json.loads(line)])
            def on_invoke(): pass
            serve, host, port = answer_http, '127.0.0.1', 0
            path, version = '/2022-07-01/telemetry', '2022-12-13'
            types, timeout = ['platform', 'function', 'extension'], 25
            def destination(): return {'protocol': 'HTTP', 'URI': 'http://sandbox.localdomain:%d/in?x=1' % port}
            #MORE
            listener = socket.create_server((host, 0))
            port = listener.getsockname()[1]
            def listen():
                while True: serve(listener.accept()[0])
            threading.Thread(target=listen, daemon=True).start()
            _, headers, _ = call('POST', '/2020-01-01/extension/register',
                {'Lambda-Extension-Name': os.path.basename(sys.argv[0])}, '{"events":["INVOKE","SHUTDOWN"]}')
            me = {'Lambda-Extension-Identifier': headers['Lambda-Extension-Identifier']}
            status, _, answer = call('PUT', path, me, json.dumps({'schemaVersion': version, 'types': types,
                'buffering': {'maxItems': 1000, 'maxBytes': 262144, 'timeoutMs': timeout}, 'destination': destination()}))
            print('subscribed', status, answer, flush=True)
            while True:
                _, _, event = call('GET', '/2020-01-01/extension/event/next', me)
                if event['eventType'] == 'SHUTDOWN': break
                on_invoke()
            complete.wait(1.5)
            listener.close()
            for event in list(got): print('got:' + json.dumps(event), flush=True)
            """;

    private static final String FUNCTION = """
            import os
            def handler(event, context):
                print('to the function: ' + event + os.environ.get('TOKEN', ''), flush=True)
                return event
            """;

    private static FunctionLayer layer(RuntimeHarness runtime, String more) {
        return runtime.layer("tools", Map.of("extensions/tracer", EXTENSION.replace("#MORE", more)));
    }

    private static List<JsonNode> got(RuntimeHarness runtime) {
        return runtime.log().stream()
                .map(LogLine::text)
                .filter(line -> line.startsWith("got:"))
                .map(line -> JSON.readTree(line.substring(4)))
                .toList();
    }

    private static JsonNode only(List<JsonNode> events, String type, int index) {
        return events.stream()
                .filter(event -> event.path("type").stringValue().equals(type))
                .toList()
                .get(index)
                .path("record");
    }

    private static Stream<String> types(List<JsonNode> events, String... wanted) {
        return events.stream()
                .map(event -> event.path("type").stringValue())
                .filter(type -> List.of(wanted).contains(type));
    }

    private static List<JsonNode> run(SandboxMode mode, String more, int invocations) {
        RuntimeHarness runtime = RuntimeHarness.with().sandbox(mode).start();
        try (runtime) {
            FunctionVersion function = runtime.python(FUNCTION)
                    .secrets(Map.of("TOKEN", "top-secret-word"))
                    .layers(layer(runtime, more))
                    .latest()
                    .withReservedConcurrency(1); // what comes next waits for this environment to be at rest
            for (int i = 0; i < invocations; i++) {
                UUID id = new UUID(0x7000L, 0x8000000000000000L + i);
                var request = RuntimeHarness.request(id, function, "\"" + i + "\"", RuntimeHarness.PATIENT);
                assertThat(RuntimeHarness.answerOf(runtime.invoke(request))).isEqualTo("\"" + i + "\"");
            }
        }
        assertThat(got(runtime)).as(() -> runtime.log().toString()).isNotEmpty();
        return got(runtime);
    }

    @ParameterizedTest
    @EnumSource(SandboxMode.class)
    void aSubscriberIsToldOfAColdAndAWarmInvocation(SandboxMode mode) {
        List<JsonNode> events = run(mode, mode == SandboxMode.NONE ? "" : "host = 'sandbox.localdomain'", 2);

        assertThat(events.stream()
                        .map(event -> event.path("type").stringValue())
                        .filter(type -> type.startsWith("platform."))
                        .filter(type -> !List.of("platform.telemetrySubscription", "platform.extension")
                                .contains(type)))
                .containsExactly(
                        "platform.initStart",
                        "platform.initRuntimeDone",
                        "platform.initReport",
                        "platform.start",
                        "platform.runtimeDone",
                        "platform.report",
                        "platform.start",
                        "platform.runtimeDone",
                        "platform.report");
        assertThat(types(events, "platform.start", "function", "platform.runtimeDone"))
                .containsExactly(
                        "platform.start",
                        "function",
                        "platform.runtimeDone",
                        "platform.start",
                        "function",
                        "platform.runtimeDone");
        assertThat(only(events, "platform.telemetrySubscription", 0).toString())
                .isEqualTo(
                        "{\"name\":\"tracer\",\"state\":\"Subscribed\",\"types\":[\"platform\",\"function\",\"extension\"]}");
        assertThat(only(events, "platform.extension", 0).toString())
                .isEqualTo("{\"name\":\"tracer\",\"state\":\"Ready\",\"events\":[\"INVOKE\",\"SHUTDOWN\"]}");
        assertThat(only(events, "extension", 0).stringValue()).isEqualTo("subscribed 200 OK");
        assertThat(only(events, "function", 1).stringValue()).isEqualTo("to the function: 1***");
        JsonNode init = only(events, "platform.initStart", 0);
        assertThat(init.path("initializationType").stringValue()).isEqualTo("on-demand");
        assertThat(init.path("instanceMaxMemory").longValue()).isEqualTo(128L * 1024 * 1024);
        assertThat(only(events, "platform.initRuntimeDone", 0).path("status").stringValue())
                .isEqualTo("success");
        assertThat(only(events, "platform.initReport", 0)
                        .path("metrics")
                        .path("durationMs")
                        .doubleValue())
                .isPositive();
        JsonNode done = only(events, "platform.runtimeDone", 0);
        assertThat(done.path("requestId").stringValue())
                .isEqualTo(only(events, "platform.start", 0).path("requestId").stringValue());
        assertThat(done.path("status").stringValue()).isEqualTo("success");
        assertThat(done.path("metrics").path("producedBytes").intValue()).isEqualTo(3);
        JsonNode cold = only(events, "platform.report", 0).path("metrics");
        assertThat(cold.path("memorySizeMB").intValue()).isEqualTo(128);
        assertThat(cold.has("initDurationMs")).isTrue();
        assertThat(only(events, "platform.report", 1).path("metrics").has("initDurationMs"))
                .isFalse();
    }

    @Test
    void linesOverTcpInTheWordsOfTheLogsApi() {
        List<JsonNode> events = run(SandboxMode.REQUIRED, """
                serve, path, version, wanted_reports = read_lines, '/2020-08-15/logs', '2021-03-18', 1
                def destination(): return {'protocol': 'TCP', 'port': port}
                """, 1);

        assertThat(events.stream()
                        .map(event -> event.path("type").stringValue())
                        .filter(type -> !type.equals("platform.extension") && !type.equals("extension")))
                .containsExactly(
                        "platform.logsSubscription",
                        "platform.start",
                        "function",
                        "platform.runtimeDone",
                        "platform.end",
                        "platform.report");
        assertThat(only(events, "platform.report", 0).has("status")).isFalse();
    }

    @Test
    void whatIsRefusedIsTriedAgainAndThenCounted() {
        List<JsonNode> events = run(SandboxMode.REQUIRED, """
                refusals, refused = 3, threading.Event()
                def on_invoke(): refused.wait(5)
                types, wanted_reports = ['platform'], 9
                def on_batch(request, events):
                    global refusals
                    if refusals > 0:
                        refusals -= 1
                        if refusals == 0: refused.set()
                        return 500
                    take(events)
                    if any(event['type'] == 'platform.logsDropped' for event in events): complete.set()
                    return 200
                """, 2);

        assertThat(events.getFirst().path("type").stringValue()).isNotEqualTo("platform.initStart");
        assertThat(only(events, "platform.logsDropped", 0)
                        .path("droppedRecords")
                        .intValue())
                .isPositive();
    }

    /** Far more than may be buffered, to one that accepts connections and never reads: nobody else notices. */
    @Test
    void whoeverNeverReadsHoldsUpNothing() {
        RuntimeHarness runtime = RuntimeHarness.with().start();
        try (runtime) {
            FunctionVersion function = runtime.python("""
                    def handler(event, context):
                        for i in range(2600): print('x' * 1000)
                        return 'printed'
                    """)
                    .layers(layer(runtime, "serve, kept = lambda connection: kept.append(connection), []"))
                    .latest();
            for (int i = 0; i < 3; i++) {
                assertThat(RuntimeHarness.answerOf(runtime.invoke(function, "{}", Duration.ofSeconds(10))))
                        .isEqualTo("\"printed\"");
            }
        }
        assertThat(runtime.log().stream().filter(line -> line.text().startsWith("xxx")))
                .hasSize(3 * 2600);
        assertThat(got(runtime)).isEmpty();
    }
}
