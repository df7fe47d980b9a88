// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

@Timeout(30)
class RuntimeApiTest {

    private static final UUID ID = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final String NEXT = ROOT + "invocation/next";
    private static final String RESPONSE = ROOT + "invocation/" + ID + "/response";
    private static final String ERROR = ROOT + "invocation/" + ID + "/error";

    private static final FunctionFacts FACTS =
            new FunctionFacts("resize", "7", "index.handler", Set.of(), FunctionFacts.ON_DEMAND);

    private static RuntimeApiServer server;

    @TempDir
    private Path directory;

    private RuntimeChannel channel;
    private RawClient client;

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
        channel = server.open(directory.resolve("api"), FACTS);
        client = client();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        channel.close();
    }

    private RawClient client() throws IOException {
        return new RawClient(directory.resolve("api"));
    }

    private static Handover event(String payload) {
        return new Handover(
                ID,
                Instant.ofEpochMilli(1234567890123L),
                "arn:aws:lambda:us-east-1:000000000000:function:f",
                "Root=1-a",
                "{\"custom\":\n\"ä\"}",
                Payload.ofUtf8(payload));
    }

    private static <T> CompletableFuture<T> onAnotherThread(Supplier<T> wait) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> result.complete(wait.get()));
        return result;
    }

    private static <T> T soon(CompletableFuture<T> result) throws Exception {
        return result.get(10, TimeUnit.SECONDS);
    }

    /** The process has asked for an event and got it; the platform waits for the reply. */
    private CompletableFuture<Reply> running() throws IOException {
        client.send("GET", NEXT);
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        CompletableFuture<Reply> reply = onAnotherThread(() -> channel.invoke(event("{}")));
        assertThat(client.receive().status()).isEqualTo(200);
        return reply;
    }

    @Test
    void onlyThisUserMayConnect() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("api"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anEventComesWithLambdasHeadersAndItsAnswerGoesBackAsItIs() throws Exception {
        client.send("GET", NEXT);
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        CompletableFuture<Reply> reply = onAnotherThread(() -> channel.invoke(event("{\"a\":1}")));
        RawClient.Answer next = client.receive();
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.body()).isEqualTo("{\"a\":1}");
        assertThat(next.header("Lambda-Runtime-Aws-Request-Id")).isEqualTo(ID.toString());
        assertThat(next.header("Lambda-Runtime-Deadline-Ms")).isEqualTo("1234567890123");
        assertThat(next.header("Lambda-Runtime-Invoked-Function-Arn"))
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f");
        assertThat(next.header("Lambda-Runtime-Trace-Id")).isEqualTo("Root=1-a");
        assertThat(next.header("Lambda-Runtime-Client-Context")).isEqualTo("{\"custom\": \"\\u00e4\"}");
        RawClient.Answer accepted = client.exchange("POST", RESPONSE, "not json");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.body()).isEqualTo("{\"status\":\"OK\"}");
        assertThat(soon(reply)).isEqualTo(new Reply.Answered(Payload.ofUtf8("not json")));
    }

    @Test
    void aChunkedAnswerIsPutTogether() throws Exception {
        CompletableFuture<Reply> reply = running();
        client.write("POST " + RESPONSE
                + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n");
        assertThat(client.receive().status()).isEqualTo(202);
        assertThat(soon(reply)).isEqualTo(new Reply.Answered(Payload.ofUtf8("{\"a\":1}")));
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() throws Exception {
        CompletableFuture<Reply> reply = running();
        client.write("POST " + RESPONSE + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n");
        assertThat(client.receive().status()).isEqualTo(100);
        client.write("1");
        assertThat(client.receive().status()).isEqualTo(202);
        assertThat(soon(reply)).isEqualTo(new Reply.Answered(Payload.ofUtf8("1")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  | /2018-06-01/runtime/nothing                      | 404 | NotFound
                    GET  | /2018-06-01/runtime/restore/next                 | 404 | NotFound
                    GET  | /                                                | 404 | NotFound
                    POST | /2018-06-01/runtime/invocation/next              | 405 | MethodNotAllowed
                    GET  | /2018-06-01/runtime/invocation/some-id/response  | 405 | MethodNotAllowed
                    PUT  | /2018-06-01/runtime/init/error                   | 405 | MethodNotAllowed
                    POST | /2018-06-01/runtime/invocation/some-id/response  | 400 | InvalidRequestID
                    POST | /2018-06-01/runtime/invocation/some-id/error     | 400 | InvalidRequestID
                    GET  | /2018-06-01/runtime/invocation/next              | 403 | InvalidStateTransition
                    POST | /2018-06-01/runtime/init/error                   | 403 | InvalidStateTransition
                    """)
    void whatCannotBeSaidDuringAnInvocationIsRefusedAndChangesNothing(
            String method, String path, int status, String type) throws Exception {
        CompletableFuture<Reply> reply = running();
        RawClient.Answer refused = client.exchange(method, path, "{}");
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.body()).contains("\"errorType\":\"" + type + "\"").contains("\"errorMessage\":\"");
        assertThat(client.exchange("POST", RESPONSE, "1").status()).isEqualTo(202);
        assertThat(soon(reply)).isEqualTo(new Reply.Answered(Payload.ofUtf8("1")));
    }

    @Test
    void answeringTwiceIsRefused() throws Exception {
        CompletableFuture<Reply> reply = running();
        assertThat(client.exchange("POST", RESPONSE, "1").status()).isEqualTo(202);
        assertThat(client.exchange("POST", RESPONSE, "2").status()).isEqualTo(403);
        assertThat(client.exchange("POST", ERROR, "{}").status()).isEqualTo(403);
        assertThat(soon(reply)).isEqualTo(new Reply.Answered(Payload.ofUtf8("1")));
    }

    @Test
    void anAnswerAboveTheLimitIsRefusedAndFailsTheInvocation() throws Exception {
        CompletableFuture<Reply> reply = running();
        RawClient.Answer refused = client.exchange("POST", RESPONSE, "x".repeat(6291557));
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body())
                .contains("RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes).");
        assertThat(soon(reply))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
        CompletableFuture<Reply> next = running();
        assertThat(client.exchange("POST", RESPONSE, "1").status()).isEqualTo(202);
        assertThat(soon(next)).isEqualTo(new Reply.Answered(Payload.ofUtf8("1")));
    }

    @Test
    void anAnswerOfExactlyTheLimitPasses() throws Exception {
        CompletableFuture<Reply> reply = running();
        assertThat(client.exchange("POST", RESPONSE, "x".repeat(6291556)).status())
                .isEqualTo(202);
        assertThat(((Reply.Answered) soon(reply)).answer().size()).isEqualTo(6291556);
    }

    @Test
    void aResponseModeThatDoesNotExistIsRefused() throws Exception {
        CompletableFuture<Reply> reply = running();
        client.write("POST " + RESPONSE + " HTTP/1.1\r\nHost: x\r\nLambda-Runtime-Function-Response-Mode: surging\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
        assertThat(client.receive().status()).isEqualTo(400);
        assertThat(client.exchange("POST", RESPONSE, "1").status()).isEqualTo(202);
        assertThat(soon(reply)).isInstanceOf(Reply.Answered.class);
    }

    private void stream(String chunksAndTrailers) throws IOException {
        client.write("POST " + RESPONSE + " HTTP/1.1\r\nHost: x\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n"
                + "Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunksAndTrailers);
    }

    private static Piece nextOf(Reply.Streaming streaming) throws Exception {
        return soon(onAnotherThread(streaming.pieces()::next));
    }

    private static String text(Piece piece) {
        return new String(((Piece.Bytes) piece).bytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void aStreamedAnswerIsThereBeforeItsEnd() throws Exception {
        CompletableFuture<Reply> reply = running();
        stream("3\r\nabc\r\n");
        Reply.Streaming streaming = (Reply.Streaming) soon(reply);
        assertThat(streaming.contentType()).isEqualTo("text/html");
        assertThat(text(nextOf(streaming))).isEqualTo("abc");
        try (RawClient other = client()) {
            assertThat(other.exchange("POST", RESPONSE, "1").status()).isEqualTo(403);
            assertThat(other.exchange("GET", NEXT, "").status()).isEqualTo(403);
        }
        client.write("2\r\nde\r\n0\r\n\r\n");
        assertThat(text(nextOf(streaming))).isEqualTo("de");
        assertThat(nextOf(streaming)).isEqualTo(new Piece.End());
        assertThat(client.receive().status()).isEqualTo(202);
        CompletableFuture<Reply> next = onAnotherThread(() -> channel.invoke(event("2")));
        assertThat(client.exchange("GET", NEXT, "").body()).isEqualTo("2");
        client.exchange("POST", RESPONSE, "1");
        assertThat(soon(next)).isInstanceOf(Reply.Answered.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Runtime.Own | {"errorType":"ValueError","errorMessage":"m"} | ValueError  | m
                    Runtime.Own | no json                                       | Runtime.Own | no json
                    ''          | {"errorMessage":"m"}                          | Function.Unknown | m
                    """)
    void aStreamThatFailsHalfWaySaysSoInItsTrailers(String type, String document, String known, String message)
            throws Exception {
        CompletableFuture<Reply> reply = running();
        stream("1\r\na\r\n0\r\nLambda-Runtime-Function-Error-Type: " + type + "\r\nLambda-Runtime-Function-Error-Body: "
                + Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.US_ASCII)) + "\r\n\r\n");
        Reply.Streaming streaming = (Reply.Streaming) soon(reply);
        assertThat(text(nextOf(streaming))).isEqualTo("a");
        assertThat(nextOf(streaming)).isInstanceOfSatisfying(Piece.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo(known);
            assertThat(failed.errorMessage()).isEqualTo(message);
        });
        assertThat(client.receive().status()).isEqualTo(202);
    }

    @Test
    void aStreamWhoseConnectionIsLostIsBrokenOff() throws Exception {
        CompletableFuture<Reply> reply = running();
        stream("1\r\na\r\n5\r\nhal");
        Reply.Streaming streaming = (Reply.Streaming) soon(reply);
        assertThat(text(nextOf(streaming))).isEqualTo("a");
        client.close();
        Piece last = nextOf(streaming);
        while (last instanceof Piece.Bytes) {
            last = nextOf(streaming);
        }
        assertThat(last).isEqualTo(new Piece.Gone());
    }

    @Test
    void aProcessThatEndsHalfWayBreaksItsStreamOff() throws Exception {
        CompletableFuture<Reply> reply = running();
        stream("1\r\na\r\n");
        Reply.Streaming streaming = (Reply.Streaming) soon(reply);
        assertThat(text(nextOf(streaming))).isEqualTo("a");
        channel.processEnded();
        assertThat(nextOf(streaming)).isEqualTo(new Piece.Gone());
    }

    @Test
    void aStreamIsReadNoFasterThanItIsTakenAndNoFurtherThanItsLimit() throws Exception {
        CompletableFuture<Reply> reply = running();
        stream("");
        Reply.Streaming streaming = (Reply.Streaming) soon(reply);
        AtomicLong written = new AtomicLong();
        String chunk = "100000\r\n" + "x".repeat(1 << 20) + "\r\n";
        CompletableFuture<Integer> status = onAnotherThread(() -> {
            try {
                for (int i = 0; i < 201; i++) {
                    client.write(chunk);
                    written.addAndGet(1 << 20);
                }
                client.write("0\r\n\r\n");
                return client.receive().status();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        });
        // Nothing is taken yet: the writer gets stuck once the socket and the little that waits are full.
        long taken = ((Piece.Bytes) nextOf(streaming)).bytes().length;
        assertThat(written.get()).isLessThan(4 << 20);
        Piece piece = nextOf(streaming);
        while (piece instanceof Piece.Bytes(byte[] bytes)) {
            taken += bytes.length;
            assertThat(written.get() - taken).isLessThan(4 << 20);
            piece = streaming.pieces().next();
        }
        assertThat(taken).isBetween(199L << 20, 200L << 20);
        assertThat(piece)
                .isInstanceOfSatisfying(
                        Piece.Failed.class,
                        failed -> assertThat(failed.errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
        assertThat(soon(status)).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Runtime.OwnReason  | {}                         | Runtime.OwnReason
                    Function.OwnReason | {}                         | Function.OwnReason
                    Runtime.Bad!       | {}                         | Runtime.Unknown
                    OutOfCheese        | {"errorMessage":"none"}    | Function.Unknown
                    OutOfCheese        | {"errorType":"ValueError"} | ValueError
                    Runtime.OwnReason  | no json                    | Runtime.OwnReason
                    """)
    void anErrorIsKnownByItsDocumentsTypeOrElseByItsHeaders(String header, String body, String type) throws Exception {
        CompletableFuture<Reply> reply = running();
        client.write("POST " + ERROR + " HTTP/1.1\r\nHost: x\r\nLambda-Runtime-Function-Error-Type: " + header
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertThat(client.receive().status()).isEqualTo(202);
        assertThat(soon(reply))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.errorType()).isEqualTo(type));
    }

    @Test
    void aFailedInitialisationIsReportedOnce() throws Exception {
        CompletableFuture<Init> init = onAnotherThread(channel::awaitInit);
        String document = "{\"errorType\":\"Runtime.NoSuchHandler\",\"errorMessage\":\"none\"}";
        assertThat(client.exchange("POST", ROOT + "init/error", document).status())
                .isEqualTo(202);
        assertThat(soon(init)).isEqualTo(new Init.Failed("Runtime.NoSuchHandler", "none", Payload.ofUtf8(document)));
        assertThat(client.exchange("POST", ROOT + "init/error", document).status())
                .isEqualTo(403);
        assertThat(client.exchange("GET", NEXT, "").status()).isEqualTo(403);
    }

    @Test
    void aProcessThatHasRepliedWaitsForTheNextEventAndTheEventForIt() throws Exception {
        CompletableFuture<Reply> first = running();
        client.exchange("POST", RESPONSE, "1");
        soon(first);
        CompletableFuture<Reply> second = onAnotherThread(() -> channel.invoke(event("2")));
        assertThat(client.exchange("GET", NEXT, "").body()).isEqualTo("2");
        client.exchange("POST", RESPONSE, "2");
        assertThat(soon(second)).isEqualTo(new Reply.Answered(Payload.ofUtf8("2")));
    }

    @Test
    void aQuestionOnALostConnectionDoesNotSwallowTheEvent() throws Exception {
        client.send("GET", NEXT);
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        client.close();
        client = client();
        CompletableFuture<Reply> reply = onAnotherThread(() -> channel.invoke(event("{}")));
        assertThat(client.exchange("GET", NEXT, "").status()).isEqualTo(200);
        assertThat(client.exchange("POST", RESPONSE, "1").status()).isEqualTo(202);
        assertThat(soon(reply)).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void whoAsksAgainOnAnotherConnectionGetsTheEvent() throws Exception {
        client.send("GET", NEXT);
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        try (RawClient second = client()) {
            second.send("GET", NEXT);
            assertThat(client.receive().status()).isEqualTo(403);
            CompletableFuture<Reply> reply = onAnotherThread(() -> channel.invoke(event("7")));
            assertThat(second.receive().body()).isEqualTo("7");
            second.exchange("POST", RESPONSE, "1");
            assertThat(soon(reply)).isInstanceOf(Reply.Answered.class);
        }
    }

    @Test
    void anUploadThatBreaksOffLeavesRoomForTheNext() throws Exception {
        CompletableFuture<Reply> reply = running();
        try (RawClient broken = client()) {
            broken.write("POST " + RESPONSE
                    + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\nhalf");
            assertThat(broken.receive().status()).isEqualTo(100);
            assertThat(client.exchange("POST", RESPONSE, "1").status()).isEqualTo(403);
        }
        RawClient.Answer answer = client.exchange("POST", RESPONSE, "1");
        while (answer.status() == 403) { // until the platform has noticed the lost connection
            answer = client.exchange("POST", RESPONSE, "1");
        }
        assertThat(answer.status()).isEqualTo(202);
        assertThat(soon(reply)).isInstanceOf(Reply.Answered.class);
    }

    @Test
    void headersWithoutEndAndGarbageAreRefused() throws Exception {
        client.write("GET " + NEXT + " HTTP/1.1\r\nX: " + "x".repeat(1100000) + "\r\n\r\n");
        assertThat(client.receive().status()).isEqualTo(431);
        try (RawClient other = client()) {
            other.write("no http at all\r\n\r\n");
            assertThat(other.receive().status()).isEqualTo(400);
        }
    }

    @Test
    void aProcessCannotTakeUpMoreThanItsShareOfConnections() throws Exception {
        List<RawClient> clients = new ArrayList<>(List.of(client));
        for (int i = 0; i < 80; i++) {
            clients.add(client());
        }
        assertThat(clients.stream().filter(RawClient::isServed)).hasSize(64);
        for (RawClient each : clients) {
            each.close();
        }
    }

    @Test
    void closingAndTheEndOfTheProcessWakeUpWhoeverWaits() throws Exception {
        CompletableFuture<Reply> reply = running();
        channel.processEnded();
        assertThat(soon(reply)).isEqualTo(new Reply.Gone());
        assertThat(channel.invoke(event("1"))).isEqualTo(new Reply.NotTaken());
        channel.close();
        assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
        assertThat(directory.resolve("api")).doesNotExist();
    }

    @Test
    void closingBeforeTheProcessHasAskedEndsTheWait() throws Exception {
        CompletableFuture<Init> init = onAnotherThread(channel::awaitInit);
        channel.close();
        assertThat(soon(init)).isEqualTo(new Init.Gone());
    }
}
