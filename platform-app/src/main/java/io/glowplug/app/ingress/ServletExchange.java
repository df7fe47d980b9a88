// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request and its answer as the servlet container has them. */
final class ServletExchange implements IngressExchange {

    /** Each read has a time-out of its own; this one is for senders who send a byte before each of those. */
    private static final Duration LONGEST_BODY = Duration.ofSeconds(60);

    private static final int PIECE = 16 * 1024;

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String sourceAddress;
    private @Nullable List<HeaderField> headers;
    private byte @Nullable [] body;
    private volatile boolean begun;

    ServletExchange(HttpServletRequest request, HttpServletResponse response, String sourceAddress) {
        this.request = request;
        this.response = response;
        this.sourceAddress = sourceAddress;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return request.getRequestURI();
    }

    @Override
    public @Nullable String query() {
        return request.getQueryString();
    }

    @Override
    public String protocol() {
        return request.getProtocol();
    }

    @Override
    public String host() {
        String name = request.getServerName();
        return name == null ? "" : name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String sourceAddress() {
        return sourceAddress;
    }

    @Override
    public List<HeaderField> headers() {
        List<HeaderField> known = headers;
        if (known == null) {
            known = new ArrayList<>();
            for (String name : Collections.list(request.getHeaderNames())) {
                for (String value : Collections.list(request.getHeaders(name))) {
                    known.add(new HeaderField(name, value));
                }
            }
            headers = known;
        }
        return known;
    }

    @Override
    public @Nullable String header(String name) {
        return request.getHeader(name);
    }

    @Override
    public byte[] body(int most) throws IOException {
        if (request.getContentLengthLong() > most) {
            throw new BodyTooLargeException(most);
        }
        byte[] known = body;
        if (known == null) {
            known = read(most);
            body = known;
        }
        if (known.length > most) {
            throw new BodyTooLargeException(most);
        }
        return known;
    }

    private byte[] read(int most) throws IOException {
        long deadline = System.nanoTime() + LONGEST_BODY.toNanos();
        InputStream in = request.getInputStream();
        ByteArrayOutputStream read = new ByteArrayOutputStream(Math.max(0, request.getContentLength()));
        byte[] piece = new byte[PIECE];
        int length = in.read(piece);
        while (length >= 0) {
            read.write(piece, 0, length);
            if (read.size() > most) {
                throw new BodyTooLargeException(most);
            }
            if (System.nanoTime() > deadline) {
                throw new SocketTimeoutException("the body did not come within " + LONGEST_BODY);
            }
            length = in.read(piece);
        }
        return read.toByteArray();
    }

    @Override
    public void answer(int status, List<HeaderField> fields, byte[] bytes) throws IOException {
        begun = true;
        head(status, fields);
        boolean mayHaveBody = status != HttpServletResponse.SC_NO_CONTENT
                && status != HttpServletResponse.SC_NOT_MODIFIED
                && status != HttpServletResponse.SC_RESET_CONTENT;
        if (mayHaveBody) {
            response.setContentLength(bytes.length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(bytes);
            }
        }
    }

    @Override
    public OutputStream begin(int status, List<HeaderField> fields) throws IOException {
        begun = true;
        head(status, fields);
        return request.getMethod().equals("HEAD") ? OutputStream.nullOutputStream() : response.getOutputStream();
    }

    @Override
    public boolean begun() {
        return begun;
    }

    private void head(int status, List<HeaderField> fields) {
        response.setStatus(status);
        for (HeaderField field : fields) {
            response.addHeader(field.name(), field.value());
        }
    }
}
