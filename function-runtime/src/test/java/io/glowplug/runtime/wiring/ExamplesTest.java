// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glowplug.runtime.Payload;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples as their readme files have them; the one in Java is in {@link JavaFunctionsTest}. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../examples");

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
        var function = built(
                        build,
                        "webhook-signature",
                        Map.of("CGO_ENABLED", "0", "GO111MODULE", "off"),
                        "go build -o bootstrap main.go")
                .secrets(Map.of("WEBHOOK_SECRET", "It's a Secret to Everybody"))
                .latest();
        String event = "{\"body\":\"Hello, World!\",\"headers\":{\"x-hub-signature-256\":"
                + "\"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17\"}}";
        assertThat(runtime.answer(function, event)).isEqualTo("{\"statusCode\":200,\"body\":\"13 bytes accepted\"}");
        assertThat(runtime.answer(function, event.replace("World", "world"))).contains("401");
        assertThat(RuntimeHarness.describe(runtime.invoke(function, "[]"))).contains("\"errorType\":\"BadEvent\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            event-checksum | rustc -O -C target-feature=+crt-static -o bootstrap main.rs | "123456789" | {"bytes": 11, "crc32": "83593021"}
            word-count | g++ -std=c++17 -O2 -static-libstdc++ -static-libgcc -o bootstrap main.cpp | "the quick brown fox" | {"bytes": 21, "words": 4}
            """)
    void theOnesInRustAndCppSpeakTheRuntimeApi(
            String example, String compiler, String event, String answer, @TempDir Path build) throws Exception {
        var function = built(build, example, Map.of(), compiler).latest();
        for (int call = 0; call < 2; call++) {
            assertThat(runtime.answer(function, event)).isEqualTo(answer);
        }
    }

    /** Builds an example with the command that its README names, if this host has that compiler. */
    private static RuntimeHarness.Function built(
            Path build, String example, Map<String, String> environment, String commandLine) throws Exception {
        String[] command = commandLine.split(" ");
        assumeTrue(isOnPath(command[0]), "this host has no " + command[0]);
        try (Stream<Path> sources = Files.list(EXAMPLES.resolve(example))) {
            for (Path source : sources.toList()) {
                Files.copy(source, build.resolve(source.getFileName()));
            }
        }
        Path messages = build.resolve("messages");
        var compiler = new ProcessBuilder(command)
                .directory(build.toFile())
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile());
        compiler.environment().putAll(environment);
        Process process = compiler.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("built in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(messages)).isZero();
        return runtime.files(
                        "provided", "bootstrap", Map.of("bootstrap", Files.readAllBytes(build.resolve("bootstrap"))))
                .orElseThrow();
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
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
