// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import io.glowplug.dispatch.DeliveryOutcome.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts and reads the beginning of the answer. Nothing that the receiver says is followed: no redirects, cookies,
 * authentication or compression; no proxy of the host's settings either. Each request has a connection of its own, so
 * that its address is judged each time.
 */
final class HttpPoster implements AutoCloseable {

    /** More than the deliveries that a node makes at once. */
    private static final int MAX_CONNECTIONS = 512;

    private final HttpLimits limits;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("destination-deadlines").factory());

    HttpPoster(HttpLimits limits, CheckedResolver resolver) {
        this.limits = limits;
        Timeout connect = Timeout.of(limits.connect());
        Timeout total = Timeout.of(limits.total());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(total)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(total)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setConnectionReuseStrategy((_, _, _) -> false)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .setUserAgent("Glowplug")
                .build();
    }

    /**
     * What came back.
     *
     * @param retryAfter the header of that name
     * @param location the header of that name
     */
    record Answer(
            Reply reply,
            @Nullable String retryAfter,
            @Nullable String location) {}

    /**
     * Posts JSON.
     *
     * @throws IOException if no answer came within the limits; it says why
     */
    Answer post(URI uri, Map<String, String> headers, byte[] json) throws IOException {
        HttpPost request = new HttpPost(uri);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        ScheduledFuture<?> deadline =
                deadlines.schedule(request::cancel, limits.total().toMillis(), TimeUnit.MILLISECONDS);
        ClassicHttpResponse response = null;
        try {
            response = client.executeOpen(targetOf(request), request, null);
            Beginning body = beginning(response.getEntity());
            if (!body.whole()) {
                request.cancel(); // or the rest would be read before the connection is given back
            }
            return new Answer(
                    new Reply(response.getCode(), body.text()),
                    header(response, "Retry-After"),
                    header(response, "Location"));
        } catch (IOException e) {
            throw request.isCancelled()
                    ? new IOException("no answer within " + limits.total().toSeconds() + " s", e)
                    : e;
        } finally {
            deadline.cancel(false);
            Closer.closeQuietly(response);
        }
    }

    private static HttpHost targetOf(HttpPost request) throws IOException {
        try {
            return RoutingSupport.determineHost(request);
        } catch (HttpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private record Beginning(String text, boolean whole) {}

    private static Beginning beginning(@Nullable HttpEntity entity) throws IOException {
        InputStream content = entity == null ? null : entity.getContent();
        if (content == null) {
            return new Beginning("", true);
        }
        String text = new String(content.readNBytes(Reply.MAX_BODY_BYTES), StandardCharsets.UTF_8);
        return new Beginning(text.replace('\0', '\uFFFD'), content.read() < 0);
    }

    private static @Nullable String header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        try {
            client.close();
        } catch (IOException e) {
            // There is nothing left to do with it.
        }
    }
}
