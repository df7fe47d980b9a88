// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * One request with a body, from its headers to its end. Whether it is wanted at all is decided on the headers, so that
 * nothing is kept of a body that is not; the rest of such a body is read past.
 */
final class Exchange {

    final Route route;
    final boolean keepAlive;
    private final Conversation conversation;
    private final UploadSlot uploads;
    private final String errorType;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean holdsSlot;
    private @Nullable Refusal refusal;

    Exchange(HttpRequest request, Conversation conversation, UploadSlot uploads) {
        this.route = Route.of(request);
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.conversation = conversation;
        this.uploads = uploads;
        this.errorType = ErrorTypes.normalised(request.headers().get("Lambda-Runtime-Function-Error-Type"));
        this.refusal = refusalOnHeaders(request);
    }

    private @Nullable Refusal refusalOnHeaders(HttpRequest request) {
        Refusal found = switch (route) {
            case Route.Next _ -> null;
            case Route.Nowhere(Refusal nowhere) -> nowhere;
            case Route.InitFailure _ -> conversation.checkInitFailure();
            case Route.Failure(String requestId) -> conversation.checkReply(requestId);
            case Route.Response(String requestId) -> {
                Refusal unexpected = conversation.checkReply(requestId);
                yield unexpected == null && isStreaming(request) ? Refusal.STREAMING_UNSUPPORTED : unexpected;
            }
        };
        if (found == null && !(route instanceof Route.Next)) {
            holdsSlot = uploads.take();
            return holdsSlot ? null : Refusal.INVALID_STATE;
        }
        return found;
    }

    private static boolean isStreaming(HttpRequest request) {
        return request.headers().contains("Lambda-Runtime-Function-Response-Mode", "streaming", true);
    }

    void append(ByteBuf content) {
        if (refusal == null && body.size() + (long) content.readableBytes() > RuntimeChannel.MAX_ANSWER_BYTES) {
            refusal = Refusal.TOO_LARGE;
            body.reset();
        }
        if (refusal == null) {
            try {
                content.readBytes(body, content.readableBytes());
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    /** The request is complete; tells the conversation. Null when it was taken. Not for {@link Route.Next}. */
    @Nullable
    Refusal finish() {
        release();
        if (refusal != null && refusal != Refusal.TOO_LARGE) {
            return refusal;
        }
        Refusal late = switch (route) {
            case Route.Response(String requestId) -> conversation.reply(requestId, answer());
            case Route.Failure(String requestId) -> conversation.reply(requestId, error().asReply());
            case Route.InitFailure _ -> conversation.failInit(error().asInit());
            case Route.Next _, Route.Nowhere _ -> throw new IllegalStateException("has no body to take");
        };
        return late != null ? late : refusal;
    }

    private Reply answer() {
        return refusal == Refusal.TOO_LARGE
                ? ErrorDocument.answerTooLarge().asReply()
                : new Reply.Answered(Payload.wrap(body.toByteArray()));
    }

    private ErrorDocument error() {
        return refusal == Refusal.TOO_LARGE
                ? ErrorDocument.answerTooLarge()
                : ErrorDocument.sentByProcess(body.toByteArray(), errorType);
    }

    /** Also when the connection is lost half-way. */
    void release() {
        if (holdsSlot) {
            holdsSlot = false;
            uploads.giveBack();
        }
    }
}
