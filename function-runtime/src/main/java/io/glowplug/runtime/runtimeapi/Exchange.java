// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.ContentType;
import io.glowplug.runtime.channel.ErrorDocument;
import io.glowplug.runtime.channel.RuntimeChannel;
import io.glowplug.runtime.channel.RuntimeChannel.Piece;
import io.glowplug.runtime.channel.RuntimeChannel.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request with a body, from its headers to its end. Whether it is wanted at all is decided on the headers, so that
 * nothing is kept of a body that is not; the rest of such a body is read past.
 */
final class Exchange {

    private static final String RESPONSE_MODE = "Lambda-Runtime-Function-Response-Mode";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";

    final Route route;
    final boolean keepAlive;
    private final Conversation conversation;
    private final UploadSlot uploads;
    private final String errorType;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean holdsSlot;
    private @Nullable StreamedUpload stream;
    private @Nullable Refusal refusal;

    /** Takes what switches reading from the connection on and off. */
    Exchange(HttpRequest request, Conversation conversation, UploadSlot uploads, Consumer<Boolean> reading) {
        this.route = Route.of(request);
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.conversation = conversation;
        this.uploads = uploads;
        this.errorType = ErrorTypes.normalised(request.headers().get(ERROR_TYPE));
        this.refusal = refusalOnHeaders(request);
        if (refusal == null && route instanceof Route.Response(String requestId) && isStreaming(request)) {
            StreamedUpload upload = new StreamedUpload(reading);
            String contentType = ContentType.checked(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
            refusal = conversation.beginStream(requestId, contentType, upload);
            stream = refusal == null ? upload : null;
        }
    }

    private @Nullable Refusal refusalOnHeaders(HttpRequest request) {
        Refusal found = switch (route) {
            case Route.Next _ -> null;
            case Route.Nowhere(Refusal nowhere) -> nowhere;
            case Route.InitFailure _ -> conversation.checkInitFailure();
            case Route.Failure(String requestId) -> conversation.checkReply(requestId);
            case Route.Response(String requestId) -> {
                Refusal unexpected = conversation.checkReply(requestId);
                yield unexpected == null && isOfUnknownMode(request) ? Refusal.INVALID_RESPONSE_MODE : unexpected;
            }
        };
        if (found == null && !(route instanceof Route.Next)) {
            holdsSlot = uploads.take();
            return holdsSlot ? null : Refusal.INVALID_STATE;
        }
        return found;
    }

    private static boolean isStreaming(HttpRequest request) {
        return request.headers().contains(RESPONSE_MODE, "streaming", true);
    }

    private static boolean isOfUnknownMode(HttpRequest request) {
        return request.headers().contains(RESPONSE_MODE) && !isStreaming(request);
    }

    void append(ByteBuf content) {
        if (stream != null) {
            if (refusal == null && !stream.append(content)) {
                refusal = Refusal.STREAM_TOO_LARGE;
                conversation.endStream(stream, ErrorDocument.streamTooLarge().asPiece());
            }
            return;
        }
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
    Refusal finish(HttpHeaders trailers) {
        if (stream != null) {
            conversation.endStream(stream, lastPiece(trailers));
            stream = null;
            release();
            return refusal;
        }
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

    /** A function that fails half-way says so behind the body. */
    private static Piece lastPiece(HttpHeaders trailers) {
        String type = trailers.get(ERROR_TYPE);
        String body = trailers.get("Lambda-Runtime-Function-Error-Body");
        if (type == null && body == null) {
            return new Piece.End();
        }
        String known = ErrorTypes.normalised(type);
        try {
            byte[] document = Base64.getDecoder().decode(body == null ? "" : body.strip());
            return ErrorDocument.sentByProcess(document, known).asPiece();
        } catch (IllegalArgumentException notBase64) {
            return ErrorDocument.of(known, "").asPiece();
        }
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
        if (stream != null) {
            conversation.endStream(stream, new Piece.Gone());
            stream = null;
        }
        if (holdsSlot) {
            holdsSlot = false;
            uploads.giveBack();
        }
    }
}
