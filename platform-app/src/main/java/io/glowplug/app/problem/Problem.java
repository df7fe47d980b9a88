// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.Violation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * A problem detail (https://www.rfc-editor.org/rfc/rfc9457).
 *
 * @param type a URN that programs can tell problems apart by, such as {@code urn:glowplug:problem:invalid}
 * @param errors broken rules by field, empty where no single field is to blame
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<Violation> errors) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Makes a problem; {@code kind} is the last part of its type. */
    public static Problem of(HttpStatus status, String kind, String detail) {
        return of(status, kind, detail, List.of());
    }

    static Problem of(HttpStatus status, String kind, String detail, List<Violation> errors) {
        return new Problem(
                "urn:glowplug:problem:" + kind, status.getReasonPhrase(), status.value(), detail, null, errors);
    }

    /** Names the kind of a problem that the web server or framework found, such as {@code method-not-allowed}. */
    static String kindOf(HttpStatus status) {
        return status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    private Problem at(String path) {
        return new Problem(type, title, status, detail, path, errors);
    }

    /** Returns the answer of a controller. */
    public ResponseEntity<Problem> toResponse(HttpServletRequest request) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(at(request.getRequestURI()));
    }

    /** Answers from outside of a controller. */
    public void writeTo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = MAPPER.writeValueAsBytes(at(request.getRequestURI()));
        response.setStatus(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
