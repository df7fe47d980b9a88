// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.channel.RuntimeChannel.Handover;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/** One connection of the process. Runs on its event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends the connection, which channelInactive sees
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

    private final Conversation conversation;
    private final Extensions extensions;
    private final UploadSlot uploads;
    private @Nullable Exchange exchange;
    private @Nullable ExtensionExchange extensionExchange;
    private @Nullable ParkedNext parked;
    private @Nullable ParkedExtension parkedExtension;

    RequestHandler(Conversation conversation, Extensions extensions, UploadSlot uploads) {
        this.conversation = conversation;
        this.extensions = extensions;
        this.uploads = uploads;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            refuseMalformed(context, message.decoderResult().cause());
            return;
        }
        if (message instanceof HttpRequest request) {
            begin(context, request);
        }
        if (message instanceof HttpContent content && extensionExchange != null) {
            extensionExchange.append(content.content());
            if (message instanceof LastHttpContent) {
                finish(context, extensionExchange);
            }
        } else if (message instanceof HttpContent content && exchange != null) {
            exchange.append(content.content());
            if (message instanceof LastHttpContent last) {
                finish(context, exchange, last.trailingHeaders());
            }
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        if ((parked != null && !parked.answered) || (parkedExtension != null && !parkedExtension.answered)) {
            // It would have to be answered before the question that is still open.
            context.close();
            return;
        }
        parked = null;
        parkedExtension = null;
        extensionExchange = ExtensionExchange.of(request, extensions);
        exchange = extensionExchange == null
                ? new Exchange(request, conversation, uploads, context.channel().config()::setAutoRead)
                : null;
        if (HttpUtil.is100ContinueExpected(request)) {
            context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    private void finish(ChannelHandlerContext context, Exchange finished, HttpHeaders trailers) {
        exchange = null;
        if (finished.route instanceof Route.Next) {
            parked = new ParkedNext(context, finished.keepAlive);
            Refusal refusal = conversation.ask(parked);
            if (refusal != null) {
                parked = null;
                respond(context, Responses.refused(refusal), finished.keepAlive);
            }
        } else {
            Refusal refusal = finished.finish(trailers);
            respond(context, refusal == null ? Responses.accepted() : Responses.refused(refusal), finished.keepAlive);
        }
    }

    private void finish(ChannelHandlerContext context, ExtensionExchange finished) {
        extensionExchange = null;
        if (finished.offersDelivery()) {
            context.pipeline().remove(HttpServerCodec.class);
            extensions.deliveries.offer(context);
            return;
        }
        parkedExtension = new ParkedExtension(context, finished.keepAlive);
        FullHttpResponse answer = finished.finish(parkedExtension);
        if (answer != null) {
            parkedExtension = null;
            respond(context, answer, finished.keepAlive);
        }
    }

    private static void refuseMalformed(ChannelHandlerContext context, Throwable cause) {
        boolean tooLong = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
        respond(context, Responses.refused(tooLong ? Refusal.HEADERS_TOO_LARGE : Refusal.MALFORMED), false);
    }

    private static ChannelFuture respond(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture written = context.writeAndFlush(response);
        return keepAlive ? written : written.addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (parked != null) {
            conversation.withdraw(parked);
        }
        if (parkedExtension != null) {
            extensions.withdraw(parkedExtension);
        }
        if (exchange != null) {
            exchange.release();
            exchange = null;
        }
        extensionExchange = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Most often a connection that the process has let go of; whatever else it is, it can connect again.
        context.close();
    }

    /** The connection waits for an event. */
    private final class ParkedNext implements NextRequest {

        private final ChannelHandlerContext context;
        private final boolean keepAlive;
        private volatile boolean answered;

        ParkedNext(ChannelHandlerContext context, boolean keepAlive) {
            this.context = context;
            this.keepAlive = keepAlive;
        }

        @Override
        public void deliver(Handover handover) {
            answered = true;
            respond(context, Responses.event(handover), keepAlive).addListener(written -> {
                if (written.isSuccess()) {
                    conversation.delivered(handover);
                } else {
                    conversation.notDelivered(handover);
                }
            });
        }

        @Override
        public void turnAway() {
            answered = true;
            respond(context, Responses.refused(Refusal.INVALID_STATE), keepAlive);
        }
    }

    /** The connection waits for an event of an extension's. */
    private static final class ParkedExtension implements ExtensionNext {

        private final ChannelHandlerContext context;
        private final boolean keepAlive;
        private volatile boolean answered;

        ParkedExtension(ChannelHandlerContext context, boolean keepAlive) {
            this.context = context;
            this.keepAlive = keepAlive;
        }

        @Override
        public void deliver(ExtensionEvent event) {
            answered = true;
            respond(context, Responses.extensionEvent(event), keepAlive);
        }
    }
}
