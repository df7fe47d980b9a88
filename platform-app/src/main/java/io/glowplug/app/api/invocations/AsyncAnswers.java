// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import io.glowplug.dispatch.AsyncAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** Asynchronous calls on the wire. */
final class AsyncAnswers {

    private AsyncAnswers() {}

    record Accepted(UUID eventId) {}

    static ResponseEntity<?> toResponse(AsyncAnswer answer, HttpServletRequest request) {
        return switch (answer) {
            case AsyncAnswer.Accepted accepted -> accepted(accepted.eventId()).body(new Accepted(accepted.eventId()));
            case AsyncAnswer.Duplicate duplicate ->
                accepted(duplicate.eventId())
                        .header(InvocationHeaders.REPLAYED, "true")
                        .body(new Accepted(duplicate.eventId()));
            case AsyncAnswer.KeyReused _ -> InvocationProblems.keyReused(request);
        };
    }

    private static ResponseEntity.BodyBuilder accepted(UUID eventId) {
        return ResponseEntity.accepted()
                .header("Preference-Applied", "respond-async")
                .header(HttpHeaders.LOCATION, "/api/v1/events/" + eventId);
    }
}
