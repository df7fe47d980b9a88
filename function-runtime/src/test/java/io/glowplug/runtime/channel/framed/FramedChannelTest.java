// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.FunctionFacts;
import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.glowplug.runtime.channel.RuntimeChannel.Init;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire against processes that do not keep to the protocol. */
@Timeout(30)
class FramedChannelTest {

    private static final Handover EVENT = new Handover(
            UUID.fromString("01900000-0000-7000-8000-000000000001"),
            Instant.EPOCH,
            "arn",
            null,
            null,
            Payload.ofUtf8("{}"));

    /** What a hostile process may use: a connection, frames at will, and the event it was sent. */
    private static final String PROLOGUE = """
            import os, socket, struct, sys, time
            def connect():
                s = socket.socket(socket.AF_UNIX)
                s.connect(sys.argv[1])
                return s
            def frame(kind, turn, body=b'', length=None):
                return struct.pack('>IBI', 5 + len(body) if length is None else length, kind, turn) + body
            def event():
                n = struct.unpack('>I', s.recv(4, socket.MSG_WAITALL))[0]
                return s.recv(n, socket.MSG_WAITALL)
            s = connect()
            event()  # what to load
            """;

    @TempDir
    private Path directory;

    private Path socket;
    private FramedChannel channel;
    private Process process;

    @BeforeEach
    void open() throws IOException {
        socket = directory.resolve("channel");
        channel = FramedChannel.open(socket);
        channel.load(FunctionFacts.NONE_YET, Map.of());
    }

    @AfterEach
    void end() {
        channel.close();
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private void run(String script) throws IOException {
        process = new ProcessBuilder("/usr/bin/python3", "-I", "-S", "-c", PROLOGUE + script, socket.toString())
                .redirectError(directory.resolve("stderr").toFile())
                .start();
    }

    private static <T> CompletableFuture<T> onAnotherThread(Supplier<T> wait) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> result.complete(wait.get()));
        return result;
    }

    @Test
    void onlyThisUserMayConnect() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
    }

    @Test
    void aPathInUseIsRefused() {
        assertThatThrownBy(() -> FramedChannel.open(socket)).isInstanceOf(IOException.class);
    }

    @Test
    void aSecondConnectionIsRefused() throws IOException {
        run("s.sendall(frame(2, 0)); event(); ok = False\ntry: connect()\nexcept OSError: ok = True\n"
                + "s.sendall(frame(3, 1, b'\"%s\"' % str(ok).encode())); event()");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(channel.invoke(EVENT)).isEqualTo(new Reply.Answered(Payload.ofUtf8("\"True\"")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    frame(3, 0, b'1')                    | unexpected frame RESPONSE
                    frame(1, 0)                          | unexpected frame INVOKE
                    frame(10, 0)                         | frame of unknown type 10
                    frame(2, 0, length=4)                | frame of impossible length 4
                    """)
    void nonsenseInsteadOfReadyFailsTheInitialisation(String bytes, String reason) throws IOException {
        run("s.sendall(" + bytes + "); s.recv(1)");
        assertThat(channel.awaitInit()).isInstanceOfSatisfying(Init.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo("Runtime.ProtocolViolation");
            assertThat(failed.errorMessage()).isEqualTo("The process broke the protocol with the platform: " + reason);
        });
        assertThat(channel.invoke(EVENT)).isEqualTo(new Reply.NotTaken());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    frame(2, 1)                          | unexpected frame READY
                    frame(5, 1, b'{}')                   | unexpected frame INIT_ERROR
                    frame(0, 1)                          | frame of unknown type 0
                    frame(8, 1, b'x')                    | unexpected frame RESPONSE_CHUNK
                    frame(9, 1)                          | unexpected frame RESPONSE_END
                    frame(7, 1)                          | RESPONSE_START without a header
                    frame(7, 2, b'{}')                   | reply to turn 2 in turn 1
                    frame(3, 2, b'1')                    | reply to turn 2 in turn 1
                    frame(3, 1, length=0)                | frame of impossible length 0
                    """)
    void nonsenseInsteadOfAReplyFailsTheInvocation(String bytes, String reason) throws IOException {
        run("s.sendall(frame(2, 0)); event(); s.sendall(" + bytes + "); s.recv(1)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(channel.invoke(EVENT)).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo("Runtime.ProtocolViolation");
            assertThat(failed.errorMessage()).isEqualTo("The process broke the protocol with the platform: " + reason);
        });
        assertThat(channel.invoke(EVENT)).isEqualTo(new Reply.NotTaken());
    }

    @Test
    void aReplyBeforeTheEventIsNoReply() throws IOException {
        run("s.sendall(frame(2, 0) + frame(3, 1, b'1')); s.recv(1)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(channel.invoke(EVENT))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.errorMessage()).endsWith("unasked bytes after the last frame"));
    }

    @ParameterizedTest
    @CsvSource({"6291562", "4294967295"})
    void anAnnouncedAnswerAboveTheLimitIsNotRead(String length) throws IOException {
        run("s.sendall(frame(2, 0)); event(); s.sendall(frame(3, 1, length=" + length + ")); s.recv(1)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(channel.invoke(EVENT)).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo("Function.ResponseSizeTooLarge");
            assertThat(failed.errorMessage())
                    .isEqualTo("Response payload size exceeded maximum allowed payload size (6291556 bytes).");
        });
    }

    @Test
    void anAnswerOfExactlyTheLimitInSmallPiecesPasses() throws IOException {
        run("s.sendall(frame(2, 0)); event()\nf = frame(3, 1, b'x' * 6291556)\n"
                + "s.sendall(f[:3]); s.sendall(f[3:8]); s.sendall(f[8:100000]); s.sendall(f[100000:]); s.recv(1)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(channel.invoke(EVENT))
                .isInstanceOfSatisfying(
                        Reply.Answered.class,
                        answered -> assertThat(answered.answer().size()).isEqualTo(6291556));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    no json     | Function.Unknown | no json
                    [1]         | Function.Unknown | [1]
                    {}          | Function.Unknown | ''
                    {"errorType":7,"errorMessage":{"a":1}} | Function.Unknown | ''
                    {"errorType":"A.B","x":[{}],"errorMessage":"m"} | A.B | m
                    {"errorType":"A"} {} | Function.Unknown | {"errorType":"A"} {}
                    """)
    void whateverAnErrorDocumentIsItBecomesOne(String sent, String type, String message) throws IOException {
        run("s.sendall(frame(2, 0)); event(); s.sendall(frame(4, 1, b'''" + sent + "''')); s.recv(1)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(channel.invoke(EVENT)).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.errorType()).isEqualTo(type);
            assertThat(failed.errorMessage()).isEqualTo(message);
            assertThat(failed.errorDocument().utf8()).startsWith("{");
        });
    }

    /** Takes everything apart from its bytes, of which only the number is of interest. */
    private static String told(Reply reply) {
        var told = new StringBuilder();
        Reply.Streaming streaming = (Reply.Streaming) reply;
        told.append(streaming.contentType());
        long bytes = 0;
        while (true) {
            switch (streaming.pieces().next()) {
                case Piece.Bytes(byte[] piece) -> bytes += piece.length;
                case Piece.End _ -> {
                    return told + " " + bytes + " end";
                }
                case Piece.Failed failed -> {
                    return told + " " + bytes + " " + failed.errorType() + ": " + failed.errorMessage();
                }
                case Piece.Gone _ -> {
                    return told + " " + bytes + " gone";
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    frame(7, 1, b'{"contentType":"text/html"}') + frame(8, 1, b'ab') + frame(8, 1) + frame(9, 1) | text/html 2 end
                    frame(7, 1, b'{}') + frame(9, 1)                                | null 0 end
                    frame(7, 1, b'{"contentType":"a/b\\\\r\\\\nX: 1"}') + frame(9, 1)   | null 0 end
                    frame(7, 1, b'{}') + frame(8, 1, b'a') + frame(4, 1, b'{"errorType":"A.B","errorMessage":"m"}') | null 1 A.B: m
                    frame(7, 1, b'{}') + frame(8, 1, b'x' * 262144) + frame(9, 1)   | null 262144 end
                    frame(7, 1, b'{}') + frame(8, 1, length=262150)                 | null 0 Runtime.ProtocolViolation: The process broke the protocol with the platform: chunk of 262145 bytes
                    frame(7, 1, b'{}') + frame(8, 2, b'a')                          | null 0 Runtime.ProtocolViolation: The process broke the protocol with the platform: chunk of turn 2 in turn 1
                    frame(7, 1, b'{}') + frame(3, 1, b'a')                          | null 0 Runtime.ProtocolViolation: The process broke the protocol with the platform: unexpected frame RESPONSE
                    b''.join([frame(7, 1, b'{}'), frame(8, 1, b'x' * 262144) * 800, frame(8, 1, b'x')])  | null 209715200 Function.ResponseSizeTooLarge: Response payload size exceeded maximum allowed payload size (209715200 bytes).
                    """)
    void aStreamedAnswerIsTakenPieceByPieceToItsEnd(String bytes, String told) throws IOException {
        run("s.sendall(frame(2, 0)); event(); s.sendall(" + bytes + "); s.recv(1)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(told(channel.invoke(EVENT))).isEqualTo(told);
    }

    @Test
    void aProcessThatDiesHalfWayBreaksItsAnswerOff() throws IOException {
        run("s.sendall(frame(2, 0)); event(); s.sendall(frame(7, 1, b'{}') + frame(8, 1, b'abc'))");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        assertThat(told(channel.invoke(EVENT))).isEqualTo("null 3 gone");
        assertThat(channel.invoke(EVENT)).isEqualTo(new Reply.NotTaken());
    }

    @Test
    void theDeathOfTheProcessWakesUpWhoeverWaitsForTheReply() throws Exception {
        run("s.sendall(frame(2, 0)); event(); print('got it', flush=True); time.sleep(1000)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        CompletableFuture<Reply> reply = onAnotherThread(() -> channel.invoke(EVENT));
        assertThat(process.inputReader().readLine()).isEqualTo("got it");
        process.destroyForcibly();
        assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(new Reply.Gone());
    }

    @Test
    void anEventThatTheProcessLeftUnreadIsNotTaken() throws Exception {
        run("s.sendall(frame(2, 0)); sys.stdin.read(1)");
        assertThat(channel.awaitInit()).isEqualTo(new Init.Ready());
        CompletableFuture<Reply> reply = onAnotherThread(() -> channel.invoke(EVENT));
        process.getOutputStream().close();
        assertThat(reply.get(10, TimeUnit.SECONDS)).isEqualTo(new Reply.NotTaken());
    }

    @Test
    void aProcessThatEndsBeforeItConnectsIsGone() throws Exception {
        CompletableFuture<Init> init = onAnotherThread(channel::awaitInit);
        channel.processEnded();
        assertThat(init.get(10, TimeUnit.SECONDS)).isEqualTo(new Init.Gone());
    }

    @Test
    void theLastWordsOfAProcessThatHasEndedAreHeard() throws Exception {
        run("s.sendall(frame(5, 0, b'{\"errorType\":\"Last.Words\"}'))");
        CompletableFuture<Init> init = onAnotherThread(channel::awaitInit);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        channel.processEnded();
        assertThat(init.get(10, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Init.Failed.class,
                        failed -> assertThat(failed.errorType()).isEqualTo("Last.Words"));
    }

    @Test
    void closingWakesUpWhoeverWaitsForTheConnection() throws Exception {
        CompletableFuture<Init> init = onAnotherThread(channel::awaitInit);
        channel.close();
        assertThat(init.get(10, TimeUnit.SECONDS)).isEqualTo(new Init.Gone());
        assertThat(socket).doesNotExist();
        assertThat(channel.invoke(EVENT)).isEqualTo(new Reply.NotTaken());
    }

    @Test
    void closingHangsUpOnAProcessThatHasConnectedUnheard() throws Exception {
        try (SocketChannel connected = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connected.connect(UnixDomainSocketAddress.of(socket));
            channel.close();
            assertThat(channel.awaitInit()).isEqualTo(new Init.Gone());
        }
    }
}
