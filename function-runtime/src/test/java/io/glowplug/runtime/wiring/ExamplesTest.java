// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glowplug.runtime.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples as their readme files have them; the one in Java is in {@link JavaFunctionsTest}. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../examples");
    private static final Path GO = Path.of("/usr/bin/go");

    private static RuntimeHarness runtime;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().start();
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    static Stream<Arguments> examples() throws IOException {
        return Stream.of(
                Arguments.of(
                        "earthquakes/handler.py",
                        "python",
                        "handler.handler",
                        "{\"features\":[{\"properties\":{\"mag\":5.1,\"title\":\"M 5.1 - Fiji region\",\"felt\":null,\"tsunami\":0}}]}",
                        "{\"earthquakes\": 1, \"strongest\": \"M 5.1 - Fiji region\", \"tsunamiWarnings\": 0}"),
                Arguments.of(
                        "flight-delays/index.mjs",
                        "nodejs",
                        "index.handler",
                        "{\"records\":{\"flights-0\":[{\"value\":\"" + base64("{\"delay\":12,\"distance\":405}")
                                + "\"}]}}",
                        "{\"flights\":1,\"delayed\":1,\"delayMinutes\":12,\"distanceMiles\":405}"),
                Arguments.of(
                        "log-digest/digest.rb",
                        "ruby",
                        "digest.LogDigest.handle",
                        "{\"awslogs\":{\"data\":\""
                                + gzipped("{\"logGroup\":\"shop\",\"logEvents\":[{\"message\":\"ERROR no stock\"},"
                                        + "{\"message\":\"INFO sold\"}]}")
                                + "\"}}",
                        "{\"group\":\"shop\",\"levels\":{\"ERROR\":1,\"INFO\":1}}"),
                Arguments.of(
                        "heartbeat/bootstrap",
                        "provided",
                        "bootstrap",
                        "{\"from\":\"monitoring\"}",
                        "{\"alive\": true, \"pid\": "));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void answersAsItsReadmeSays(String file, String language, String handler, String event, String answer)
            throws IOException {
        Path path = EXAMPLES.resolve(file);
        var function =
                runtime.files(language, handler, Map.of(path.getFileName().toString(), Files.readAllBytes(path)));
        assumeTrue(function.isPresent(), () -> "this host serves no " + language);

        assertThat(runtime.answer(function.orElseThrow().latest(), event)).startsWith(answer);
    }

    @Test
    void theOneInGoSpeaksTheRuntimeApi(@TempDir Path build) throws Exception {
        assumeTrue(Files.isExecutable(GO), "this host has no Go");
        Path bootstrap = build.resolve("bootstrap");
        var compiler = new ProcessBuilder(GO.toString(), "build", "-o", bootstrap.toString(), "main.go")
                .directory(EXAMPLES.resolve("webhook-signature").toFile())
                .redirectErrorStream(true)
                .redirectOutput(build.resolve("messages").toFile());
        compiler.environment().putAll(Map.of("CGO_ENABLED", "0", "GO111MODULE", "off"));
        Process process = compiler.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("built in time").isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(build.resolve("messages")))
                .isZero();

        var function = runtime.files("provided", "bootstrap", Map.of("bootstrap", Files.readAllBytes(bootstrap)))
                .orElseThrow()
                .secrets(Map.of("WEBHOOK_SECRET", "It's a Secret to Everybody"))
                .latest();
        String event = "{\"body\":\"Hello, World!\",\"headers\":{\"x-hub-signature-256\":"
                + "\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\"}}";
        assertThat(runtime.answer(function, event)).isEqualTo("{\"statusCode\":200,\"body\":\"13 bytes accepted\"}");
        assertThat(runtime.answer(function, event.replace("World", "world"))).contains("401");
        assertThat(RuntimeHarness.describe(runtime.invoke(function, "[]"))).contains("\"errorType\":\"BadEvent\"");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(Payload.ofUtf8(text).bytes());
    }

    private static String gzipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
