// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.Companions.Breakdown;
import io.glowplug.runtime.channel.Companions.ShutdownReason;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An environment with one external extension, {@code tracer}, played by the test. */
@Timeout(30)
class ExtensionsApiTest {

    private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final String RUNTIME = "/2018-06-01/runtime/";
    private static final String ROOT = "/2020-01-01/extension/";
    private static final Handover EVENT =
            new Handover(ID, Instant.ofEpochMilli(1234567890123L), "the-arn", "Root=1-a", null, Payload.ofUtf8("{}"));

    private static RuntimeApiServer server;

    @TempDir
    private Path directory;

    private RuntimeChannel channel;
    private RawClient runtime;
    private RawClient tracer;
    private CompletableFuture<Init> init;

    @BeforeAll
    static void start() {
        server = new RuntimeApiServer(InstantSource.system());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() throws IOException {
        channel = server.open(
                directory.resolve("api"),
                new FunctionFacts("resize", "7", "index.handler", Set.of("tracer"), FunctionFacts.ON_DEMAND));
        runtime = new RawClient(directory.resolve("api"));
        tracer = new RawClient(directory.resolve("api"));
        init = onAnotherThread(channel::awaitInit);
    }

    @AfterEach
    void close() throws IOException {
        runtime.close();
        tracer.close();
        channel.close();
    }

    private static <T> CompletableFuture<T> onAnotherThread(Supplier<T> wait) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> result.complete(wait.get()));
        return result;
    }

    private static <T> T soon(CompletableFuture<T> result) throws Exception {
        return result.get(10, TimeUnit.SECONDS);
    }

    private static RawClient.Answer post(RawClient client, String path, String headers, String body)
            throws IOException {
        client.write("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body);
        return client.receive();
    }

    private static RawClient.Answer register(RawClient client, String name, String events) throws IOException {
        return post(client, ROOT + "register", "Lambda-Extension-Name: " + name + "\r\n", events);
    }

    private static void ask(RawClient client, String id) throws IOException {
        client.write(
                "GET " + ROOT + "event/next HTTP/1.1\r\nHost: x\r\nLambda-Extension-Identifier: " + id + "\r\n\r\n");
    }

    private String registered(RawClient client, String name, String events) throws IOException {
        RawClient.Answer answer = register(client, name, events);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"functionName\":\"resize\"", "\"functionVersion\":\"7\"", "\"handler\":\"index.handler\"");
        return answer.header("Lambda-Extension-Identifier");
    }

    @Test
    void theEnvironmentIsReadyWhenTheRuntimeAndEveryExtensionHaveAsked() throws Exception {
        String id = registered(tracer, "tracer", "{\"events\":[\"INVOKE\",\"SHUTDOWN\"]}");
        try (RawClient within = new RawClient(directory.resolve("api"))) {
            String internal = registered(within, "within", "{\"events\":[\"INVOKE\"]}");
            ask(within, internal);
            runtime.send("GET", RUNTIME + "invocation/next");
            assertThat(init).isNotDone();
            ask(tracer, id);
            assertThat(soon(init)).isEqualTo(new Init.Ready());

            CompletableFuture<Reply> reply = onAnotherThread(() -> channel.invoke(EVENT));
            assertThat(runtime.receive().status()).isEqualTo(200);
            RawClient.Answer invoke = tracer.receive();
            assertThat(invoke.header("Lambda-Extension-Event-Identifier")).hasSize(36);
            assertThat(invoke.body())
                    .isEqualTo("{\"eventType\":\"INVOKE\",\"deadlineMs\":1234567890123,\"requestId\":\"" + ID
                            + "\",\"invokedFunctionArn\":\"the-arn\","
                            + "\"tracing\":{\"type\":\"X-Amzn-Trace-Id\",\"value\":\"Root=1-a\"}}");
            assertThat(within.receive().body()).contains("\"eventType\":\"INVOKE\"");
            runtime.exchange("POST", RUNTIME + "invocation/" + ID + "/response", "1");
            assertThat(soon(reply)).isInstanceOf(Reply.Answered.class);
            CompletableFuture<Void> rest = channel.companions().atRest();
            ask(within, internal);
            assertThat(rest).isNotDone();
            ask(tracer, id);
            soon(rest);

            assertThat(channel.companions().shutDown(ShutdownReason.SPINDOWN, Instant.ofEpochMilli(1000)))
                    .isEqualTo(Duration.ofSeconds(2));
            assertThat(tracer.receive().body())
                    .isEqualTo("{\"eventType\":\"SHUTDOWN\",\"shutdownReason\":\"spindown\",\"deadlineMs\":3000}");
        }
    }

    @Test
    void anExtensionThatWantsNoInvocationsIsNotWaitedFor() throws Exception {
        ask(tracer, registered(tracer, "tracer", "{\"events\":[]}"));
        runtime.send("GET", RUNTIME + "invocation/next");
        assertThat(soon(init)).isEqualTo(new Init.Ready());
        var _ = onAnotherThread(() -> channel.invoke(EVENT));
        runtime.receive();
        assertThat(channel.companions().atRest()).isDone();
    }

    @Test
    void anEventWaitsForAnExtensionThatHasLostItsConnection() throws Exception {
        String id = registered(tracer, "tracer", "{\"events\":[\"SHUTDOWN\"]}");
        ask(tracer, id);
        runtime.send("GET", RUNTIME + "invocation/next");
        soon(init);
        channel.companions().shutDown(ShutdownReason.FAILURE, Instant.EPOCH);
        assertThat(tracer.receive().body()).contains("\"shutdownReason\":\"failure\"");
        assertThat(channel.companions().shutDown(ShutdownReason.FAILURE, Instant.EPOCH))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''     | {"events":[]}           | Extension.InvalidExtensionName
                    tracer | no json                 | InvalidRequestFormat
                    tracer | {"events":["DANCE"]}    | Extension.InvalidEventType
                    within | {"events":["SHUTDOWN"]} | Extension.InvalidEventType
                    """)
    void aRegistrationThatCannotBeIsRefused(String name, String body, String type) throws Exception {
        RawClient.Answer refused = register(tracer, name, body);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("\"errorType\":\"" + type + "\"");
    }

    @Test
    void noMoreThanTenRegisterEachOnceAndInTime() throws Exception {
        String id = registered(tracer, "tracer", "{\"events\":[]}");
        for (int i = 1; i < 10; i++) {
            try (RawClient other = new RawClient(directory.resolve("api"))) {
                registered(other, "within-" + i, "{\"events\":[]}");
            }
        }
        assertThat(register(tracer, "tracer", "{}").body()).contains("Extension.InvalidExtensionState");
        assertThat(register(tracer, "eleventh", "{}").body()).contains("Extension.TooManyExtensions");
        runtime.send("GET", RUNTIME + "invocation/next");
        ask(tracer, id);
        assertThat(init).isNotDone();
        try (RawClient late = new RawClient(directory.resolve("api"))) {
            RawClient.Answer refused = register(late, "late", "{}");
            while (!refused.body().contains("RegistrationClosed")) { // until the runtime's question was heard
                refused = register(late, "late", "{}");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    init/error | Extension.InitError | {"errorMessage":"no licence"} | The extension tracer reported Extension.NoLicence: no licence
                    exit/error | Extension.ExitError | ''                            | The extension tracer reported Extension.NoLicence
                    """)
    void anExtensionThatGivesUpBreaksTheEnvironment(String path, String type, String body, String message)
            throws Exception {
        String id = registered(tracer, "tracer", "{\"events\":[]}");
        String identifier = "Lambda-Extension-Identifier: " + id + "\r\n";
        assertThat(post(tracer, ROOT + path, identifier, body).body()).contains("Extension.MissingHeader");
        assertThat(post(tracer, ROOT + path, "", body).body()).contains("Extension.MissingExtensionIdentifier");
        assertThat(post(
                                tracer,
                                ROOT + path,
                                identifier + "Lambda-Extension-Function-Error-Type: Extension.NoLicence\r\n",
                                body)
                        .status())
                .isEqualTo(202);
        Breakdown.ExtensionFailed failed =
                (Breakdown.ExtensionFailed) soon(channel.companions().broken());
        assertThat(failed.errorType()).isEqualTo(type);
        assertThat(failed.errorMessage()).startsWith(message);
    }

    private static final String GOOD = """
            {"schemaVersion":"2022-12-13","types":["platform"],
             "destination":{"protocol":"HTTP","URI":"http://sandbox.localdomain:8080/x"}}""";

    private static RawClient.Answer subscribe(RawClient client, String path, String id, String body)
            throws IOException {
        client.write("PUT " + path + " HTTP/1.1\r\nHost: x\r\nLambda-Extension-Identifier: " + id
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        return client.receive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    telemetry | no json                                                       | the body is not JSON
                    telemetry | {}                                                            | schemaVersion should be one of 2022-07-01, 2022-12-13; types should not be empty; destination.protocol should be HTTP or TCP
                    telemetry | {"types":[],"destination":{"protocol":"HTTP","URI":"http://sandbox.localdomain"}} | schemaVersion should be one of 2022-07-01, 2022-12-13; types should not be empty; URI port is not provided
                    logs      | {"types":["dance"],"destination":{"protocol":"TCP","port":0}} | types should be a list of platform, function and extension; destination.port should be from 1 to 65535, and not 9001
                    logs      | {"types":["function"],"destination":{"protocol":"HTTP","URI":"http://10.0.0.1:80"}} | destination.URI should begin with http://sandbox.localdomain:
                    logs      | {"types":["function"],"destination":{"protocol":"HTTP","URI":"http://sandbox:9001"}} | the port of destination.URI should be from 1 to 65535, and not 9001
                    logs      | {"types":["function"],"buffering":{"maxItems":1,"maxBytes":1,"timeoutMs":1},"destination":{"protocol":"TCP","port":1}} | buffering.maxItems should be an integer from 1000 to 30000; buffering.maxBytes should be an integer from 262144 to 1048576; buffering.timeoutMs should be an integer from 25 to 30000
                    """)
    void aSubscriptionThatCannotBeIsRefusedWithEveryReason(String api, String body, String errors) throws Exception {
        String id = registered(tracer, "tracer", "{\"events\":[]}");
        String path = api.equals("logs") ? "/2020-08-15/logs" : "/2022-07-01/telemetry";
        RawClient.Answer refused = subscribe(tracer, path, id, body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body())
                .isEqualTo("{\"errorMessage\":\"" + errors + "\",\"errorType\":\"" + (api.equals("logs") ? "Logs." : "")
                        + "ValidationError\"}");
    }

    @Test
    void whoeverIsRegisteredSubscribesUntilTheInitialisationIsOver() throws Exception {
        assertThat(tracer.exchange("PUT", "/2022-07-01/telemetry", GOOD).body())
                .contains("Extension.MissingExtensionIdentifier");
        String id = registered(tracer, "tracer", "{\"events\":[]}");
        RawClient.Answer subscribed = subscribe(tracer, "/2022-07-01/telemetry", id, GOOD);
        assertThat(subscribed.status()).as(subscribed.body()).isEqualTo(200);
        assertThat(subscribed.body()).isEqualTo("\"OK\"");
        ask(tracer, id);
        runtime.send("GET", RUNTIME + "invocation/next");
        soon(init);
        try (RawClient late = new RawClient(directory.resolve("api"))) {
            RawClient.Answer refused = subscribe(late, "/2022-07-01/telemetry", id, GOOD);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("Telemetry.SubscriptionClosed");
        }
    }

    @Test
    void whereThereIsNobodyToDeliverTelemetryThereIsNone() throws Exception {
        Path socket = directory.resolve("other");
        var facts = new FunctionFacts("resize", "7", "index.handler", Set.of(), FunctionFacts.ON_DEMAND);
        try (RuntimeChannel other = server.open(socket, facts);
                RawClient within = new RawClient(socket)) {
            String id = registered(within, "within", "{\"events\":[]}");
            RawClient.Answer answer = subscribe(within, "/2020-08-15/logs", id, GOOD);
            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.body()).contains("Logs.NotSupported");
            assertThat(other.companions()).isNotNull();
        }
    }

    @Test
    void whoeverIsUnknownIsRefused() throws Exception {
        ask(tracer, UUID.randomUUID().toString());
        assertThat(tracer.receive().body()).contains("Extension.UnknownExtensionIdentifier");
        ask(tracer, "nonsense");
        assertThat(tracer.receive().body()).contains("Extension.InvalidExtensionIdentifier");
        assertThat(tracer.exchange("GET", ROOT + "nothing", "").status()).isEqualTo(404);
        assertThat(tracer.exchange("POST", ROOT + "event/next", "").status()).isEqualTo(405);
    }
}
