// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import io.glowplug.dispatch.AnswerRule;
import io.glowplug.dispatch.StreamingCaller;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.ingress.PayloadFormat;
import io.glowplug.trigger.ingress.ProxyAnswer;
import io.glowplug.trigger.ingress.ProxyAnswer.MalformedAnswerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function for a caller who waits: takes the answer in one piece, or passes it on while it is made. A
 * caller who was told that it takes too long gets nothing any more.
 */
final class FunctionCall implements AnswerRule, StreamingCaller, AnswerSink {

    static final String INVOCATION_ID = "Glowplug-Invocation-Id";

    /** What functions of AWS put a status and headers before their stream with. */
    private static final String WITH_HEAD = "application/vnd.awslambda.http-integration-response";

    private static final int HEAD_END = 8;
    private static final int LONGEST_HEAD = 64 * 1024;

    private enum State {
        WAITING,
        STREAMING,
        GIVEN_UP
    }

    private final IngressExchange exchange;
    private final PayloadFormat format;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable ByteArrayOutputStream head;
    private @Nullable OutputStream out;
    private @Nullable ProxyAnswer answer;
    private @Nullable String malformed;
    private @Nullable UUID invocationId;

    FunctionCall(IngressExchange exchange, PayloadFormat format) {
        this.exchange = exchange;
        this.format = format;
    }

    /** The answer in one piece, once the call has ended well; null if it was streamed. */
    @Nullable
    ProxyAnswer answer() {
        return answer;
    }

    boolean streamed() {
        return out != null;
    }

    /** Lets the caller have another answer, unless this one has begun. */
    boolean giveUp() {
        return state.compareAndSet(State.WAITING, State.GIVEN_UP);
    }

    @Override
    public Optional<String> brokenBy(Payload returned) {
        if (malformed == null && head != null) {
            malformed = "The streamed answer ended within its head.";
        }
        if (malformed == null && out == null) {
            read(returned.bytes());
        }
        return Optional.ofNullable(malformed);
    }

    /** Reads an answer in one piece, be it a new one or one that was stored. */
    void read(byte[] returned) {
        try {
            answer = ProxyAnswer.read(format, returned);
        } catch (MalformedAnswerException e) {
            malformed = String.valueOf(e.getMessage());
        }
    }

    @Override
    public AnswerSink sinkFor(UUID invocation, String executedVersion) {
        invocationId = invocation;
        return this;
    }

    @Override
    public void begin(@Nullable String contentType) throws IOException {
        if (!state.compareAndSet(State.WAITING, State.STREAMING)) {
            throw new IOException("the caller was answered already");
        }
        if (contentType != null && contentType.startsWith(WITH_HEAD)) {
            head = new ByteArrayOutputStream();
        } else {
            String type = contentType == null ? "application/octet-stream" : contentType;
            open(200, List.of(new HeaderField("Content-Type", type)));
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        ByteArrayOutputStream gathering = head;
        if (gathering != null) {
            gathering.write(bytes, 0, bytes.length);
            endHead(gathering.toByteArray());
        } else if (out != null) {
            out.write(bytes);
            out.flush();
        }
    }

    private void endHead(byte[] gathered) throws IOException {
        int end = endOfHead(gathered);
        if (end < 0) {
            if (gathered.length > LONGEST_HEAD) {
                refuseStream("The streamed answer's head has no end within " + LONGEST_HEAD + " bytes.");
            }
            return;
        }
        try {
            ProxyAnswer read = ProxyAnswer.readHead(Arrays.copyOf(gathered, end));
            head = null;
            open(read.status(), read.headers());
            if (out != null && gathered.length > end + HEAD_END) {
                out.write(gathered, end + HEAD_END, gathered.length - end - HEAD_END);
                out.flush();
            }
        } catch (MalformedAnswerException e) {
            refuseStream(String.valueOf(e.getMessage()));
        }
    }

    private void refuseStream(String reason) throws IOException {
        malformed = reason;
        head = null;
        throw new IOException(reason);
    }

    private void open(int status, List<HeaderField> headers) throws IOException {
        List<HeaderField> all = new ArrayList<>(headers);
        if (invocationId != null) {
            all.add(new HeaderField(INVOCATION_ID, invocationId.toString()));
        }
        out = exchange.begin(status, all);
        out.flush();
    }

    private static int endOfHead(byte[] bytes) {
        int zeros = 0;
        for (int i = 0; i < bytes.length; i++) {
            zeros = bytes[i] == 0 ? zeros + 1 : 0;
            if (zeros == HEAD_END) {
                return i + 1 - HEAD_END;
            }
        }
        return -1;
    }
}
