// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Functions that misbehave: each ends in a clear error, and the platform and its neighbours do not notice. */
@ExtendWith(SharedPlatform.class)
class BadFunctionsIT {

    static PlatformProcess platform;

    @BeforeAll
    static void start(PlatformProcess shared) {
        platform = shared;
        python("good", "def handler(event, context):\n    return event\n", Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            throws    | raise ValueError('no cheese')                                   | ValueError
            exits     | import os; os._exit(3)                                          | Runtime.ExitError
            times-out | import time; time.sleep(60)                                     | Sandbox.Timedout
            hogs      | hog = [bytearray(16 << 20) for _ in range(1000)]                | Runtime.ExitError
            answers-too-much | return 'x' * (7 << 20)                                   | Function.ResponseSizeTooLarge
            answers-no-json  | return object()                                          | Runtime.MarshalError
            writes-to-code   | open('/var/task/handler.py', 'a')                | PermissionError
            """)
    void endsInAnErrorThatNamesTheCause(String name, String body, String errorType) {
        python(name, "def handler(event, context):\n    " + body + "\n", Map.of("timeoutSeconds", 2));

        HttpResponse<String> answer = platform.rest().invoke(name, "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Glowplug-Function-Error")).contains(errorType);
        assertThat(Rest.JSON.readTree(answer.body()).get("errorType").asString())
                .isEqualTo(errorType);
        assertNeighbourIsWell();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            init-throws | raise RuntimeError('no cheese')    | Runtime.ImportModuleError,RuntimeError
            init-hangs  | import time; time.sleep(60)        | Sandbox.Timedout,Runtime.InitTimeout
            init-exits  | import os; os._exit(3)             | Runtime.ExitError
            """)
    void thatCannotInitialiseSaySo(String name, String firstLine, String errorTypes) {
        python(name, firstLine + "\ndef handler(event, context):\n    return 1\n", Map.of("timeoutSeconds", 2));

        HttpResponse<String> answer = platform.rest().invoke(name, "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Glowplug-Function-Error").orElse("none"))
                .isIn((Object[]) errorTypes.split(","));
        assertNeighbourIsWell();
    }

    @Test
    void thatForksWithoutEndIsStopped() {
        python("forks", """
                import os, time
                def handler(event, context):
                    children = 0
                    try:
                        while True:
                            if os.fork() == 0:
                                time.sleep(30)
                                os._exit(0)
                            children += 1
                    except OSError:
                        return children
                """, Map.of("timeoutSeconds", 20, "memoryMb", 2048));

        HttpResponse<String> answer = platform.rest().invoke("forks", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Integer.parseInt(answer.body())).isBetween(1, 1024);
        assertNeighbourIsWell();
    }

    @Test
    void thatFloodsItsOutputIsCutAndSaysSo() {
        python("floods", """
                def handler(event, context):
                    for _ in range(1000):
                        print('x' * 100_000)
                    return 'done'
                """, Map.of("timeoutSeconds", 60));

        HttpResponse<String> answer = platform.rest().invoke("floods", "{}");

        assertThat(answer.body()).isEqualTo("\"done\"");
        await("the log says how much was dropped")
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.rest()
                                .all("/api/v1/logs?function=floods&text=dropped")
                                .size()
                        > 0);
        assertNeighbourIsWell();
    }

    @Test
    void cannotReadThePlatformsFilesOrEnvironment() {
        python("spies", """
                import os
                def handler(event, context):
                    found = []
                    for path in event['paths']:
                        try:
                            found.append(open(path, 'rb').read(100).decode('utf-8', 'replace'))
                        except OSError as error:
                            found.append('refused')
                    return {'files': found, 'environment': sorted(os.environ), 'processes': sorted(
                        int(entry) for entry in os.listdir('/proc') if entry.isdigit()), 'user': os.getuid()}
                """, Map.of());
        String paths = Rest.JSON.writeValueAsString(List.of(
                platform.dataDirectory().resolve("master.key").toString(),
                platform.log().toString(),
                "/etc/shadow",
                "/proc/" + platform.pid() + "/environ",
                "/root/.bashrc"));

        JsonNode answer = Rest.JSON.readTree(
                platform.rest().invoke("spies", "{\"paths\": " + paths + "}").body());

        assertThat(answer.get("files").valueStream().map(JsonNode::asString)).containsOnly("refused");
        assertThat(answer.get("environment").valueStream().map(JsonNode::asString))
                .noneMatch(name -> name.startsWith("GLOWPLUG"));
        assertThat(answer.get("user").asInt()).isNotZero();
        assertThat(answer.get("processes").size()).isLessThan(6);
    }

    @Test
    void withNetworkNoneReachNothing() {
        python("reaches-out", """
                import socket
                def handler(event, context):
                    try:
                        socket.create_connection(('127.0.0.1', event['port']), 2)
                        return 'reached'
                    except OSError:
                        return 'refused'
                """, Map.of());
        int port = platform.rest().request("/").build().uri().getPort();

        assertThat(platform.rest()
                        .invoke("reaches-out", "{\"port\": " + port + "}")
                        .body())
                .isEqualTo("\"refused\"");
    }

    @Test
    void tenThousandEventsOfOneThatAlwaysFailsAllBecomeDeadLettersAndDelayNobody() {
        python(
                "always-fails",
                "def handler(event, context):\n    raise ValueError(event)\n",
                Map.of("async", Map.of("maxRetries", 1, "minBackoffSeconds", 0, "maxBackoffSeconds", 0)));
        for (int n = 0; n < 10_000; n++) {
            assertThat(platform.rest()
                            .invokeAsync("always-fails", Integer.toString(n), Map.of())
                            .statusCode())
                    .isEqualTo(202);
        }
        assertNeighbourIsWell();

        await("all are dead letters")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> platform.rest().ledger("always-fails").settled());

        Rest.Balance end = platform.rest().ledger("always-fails");
        assertThat(end.deadLettered()).isEqualTo(10_000);
        assertThat(end.balances()).isTrue();
    }

    private static void assertNeighbourIsWell() {
        HttpResponse<String> answer = platform.rest().invoke("good", "{\"cheese\": \"gouda\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Rest.JSON.readTree(answer.body()).get("cheese").asString()).isEqualTo("gouda");
    }

    private static void python(String name, String code, Map<String, Object> more) {
        platform.rest()
                .createFunction(
                        name,
                        "python3.11",
                        "handler.handler",
                        Rest.JSON.createObjectNode().put("handler.py", code),
                        more);
    }
}
