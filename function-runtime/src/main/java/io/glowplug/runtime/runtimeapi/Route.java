// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request is about, going by its method and path. */
sealed interface Route {

    /** The process asks for its next event. */
    record Next() implements Route {}

    record Response(String requestId) implements Route {}

    record Failure(String requestId) implements Route {}

    record InitFailure() implements Route {}

    record Nowhere(Refusal refusal) implements Route {}

    String ROOT = "/2018-06-01/runtime/";
    Pattern REPLY = Pattern.compile(Pattern.quote(ROOT) + "invocation/([^/]+)/(response|error)");

    static Route of(HttpRequest request) {
        int query = request.uri().indexOf('?');
        String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        if (path.equals(ROOT + "invocation/next")) {
            return taking(HttpMethod.GET, request, new Next());
        }
        if (path.equals(ROOT + "init/error")) {
            return taking(HttpMethod.POST, request, new InitFailure());
        }
        Matcher reply = REPLY.matcher(path);
        if (!reply.matches()) {
            return new Nowhere(Refusal.UNKNOWN_PATH);
        }
        String requestId = reply.group(1);
        return taking(
                HttpMethod.POST,
                request,
                reply.group(2).equals("response") ? new Response(requestId) : new Failure(requestId));
    }

    private static Route taking(HttpMethod method, HttpRequest request, Route route) {
        return request.method().equals(method) ? route : new Nowhere(Refusal.WRONG_METHOD);
    }
}
