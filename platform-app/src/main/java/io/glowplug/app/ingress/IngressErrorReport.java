// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import tools.jackson.databind.json.JsonMapper;

/** What the server itself says to requests that are none. It names no version and no path. Made by the server, by name. */
public final class IngressErrorReport extends ErrorReportValve {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            404, "Not Found",
            405, "Method Not Allowed",
            408, "Request Timeout",
            413, "Content Too Large",
            414, "URI Too Long",
            431, "Request Header Fields Too Large",
            501, "Not Implemented");

    @Override
    protected void report(Request request, Response response, Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String title = TITLES.getOrDefault(status, status < 500 ? "Bad Request" : "Internal Server Error");
        byte[] problem = JSON.writeValueAsString(Map.of(
                        "type",
                        "urn:glowplug:problem:malformed-request",
                        "title",
                        title,
                        "status",
                        status,
                        "message",
                        title))
                .getBytes(StandardCharsets.UTF_8);
        try {
            response.setContentType("application/problem+json");
            response.setContentLength(problem.length);
            response.getOutputStream().write(problem);
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            // Whoever sent it is not there any more, or has been answered.
            container.getLogger().debug("No report on " + status, gone);
        }
    }
}
