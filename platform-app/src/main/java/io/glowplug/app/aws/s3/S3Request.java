// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.trigger.ObjectActor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/** The request that a thread serves, for what S3Proxy does not hand on. */
record S3Request(HttpServletRequest request, HttpServletResponse response) {

    static final String REQUEST_ID = "x-amz-request-id";

    private static final ThreadLocal<@Nullable S3Request> CURRENT = new ThreadLocal<>();

    static void enter(HttpServletRequest request, HttpServletResponse response) {
        CURRENT.set(new S3Request(request, response));
    }

    static void leave() {
        CURRENT.remove();
    }

    static S3Request current() {
        S3Request current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("outside of a request");
        }
        return current;
    }

    /** Whoever makes the request with that access key. */
    ObjectActor by(String accessKeyId) {
        String requestId = response.getHeader(REQUEST_ID);
        return new ObjectActor(accessKeyId, request.getRemoteAddr(), requestId == null ? "" : requestId);
    }

    boolean isForm() {
        return request.getMethod().equals("POST");
    }
}
