// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.request;

import io.glowplug.app.problem.Problem;
import io.glowplug.runtime.Payload;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MaxUploadSizeExceededException;

/** Holds each body to the limit of its route while it is read; one that says its length is refused unread. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class BodyLimitFilter extends OncePerRequestFilter {

    private static final long MIB = 1024 * 1024;

    /** Function code: 50 MB zipped is 67 MB in Base64. */
    private static final long CODE_LIMIT = 70 * MIB;

    /** A payload, or messages of 1 MiB as JSON may escape them, and a little for what may be around it. */
    private static final long PAYLOAD_LIMIT = Payload.MAX_SYNC_BYTES + 64 * 1024;

    /** Objects are streamed to the disk; a single upload of S3's may be as large. */
    private static final long OBJECT_LIMIT = 5 * 1024 * MIB;

    private static final long OTHER_LIMIT = MIB;

    static long limitOf(String path) {
        if (path.endsWith("/invocations")
                || path.startsWith("/api/v1/dead-letters/")
                || path.startsWith("/api/v1/queues/")) {
            return PAYLOAD_LIMIT;
        }
        if (path.startsWith("/api/v1/buckets/") && path.endsWith("/object")) {
            return OBJECT_LIMIT;
        }
        return path.startsWith("/api/v1/functions") || path.startsWith("/api/v1/layers") ? CODE_LIMIT : OTHER_LIMIT;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = limitOf(request.getRequestURI());
        long length = request.getContentLengthLong();
        if (length > limit) {
            Problem.of(
                            HttpStatus.CONTENT_TOO_LARGE,
                            "too-large",
                            "The body has " + length + " bytes; here it must have at most " + limit + ".")
                    .writeTo(request, response);
            return;
        }
        // With a length that is small enough the server itself stops reading there.
        chain.doFilter(length >= 0 ? request : new Limited(request, limit), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {

        private final long limit;

        Limited(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new LimitedStream(super.getInputStream(), limit);
        }
    }

    private static final class LimitedStream extends ServletInputStream {

        private final ServletInputStream stream;
        private final long limit;
        private long seen;

        LimitedStream(ServletInputStream stream, long limit) {
            this.stream = stream;
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int next = stream.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = stream.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) {
            seen += read;
            if (seen > limit) {
                throw new MaxUploadSizeExceededException(limit);
            }
        }

        @Override
        public boolean isFinished() {
            return stream.isFinished();
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            stream.setReadListener(listener);
        }
    }
}
