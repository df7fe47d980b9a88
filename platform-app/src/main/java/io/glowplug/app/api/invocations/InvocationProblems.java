// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import io.glowplug.app.problem.Problem;
import io.glowplug.dispatch.SyncAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Why an invocation was not run. */
final class InvocationProblems {

    private InvocationProblems() {}

    static ResponseEntity<Problem> keyReused(HttpServletRequest request) {
        return Problem.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "idempotency-key-reused",
                        "This Idempotency-Key was used with another payload.")
                .toResponse(request);
    }

    /** Gone, and not a conflict: to try again later would not help, and the call itself has succeeded. */
    static ResponseEntity<Problem> answerNotKept(SyncAnswer.NotKept call, HttpServletRequest request) {
        ResponseEntity<Problem> answer = Problem.of(
                        HttpStatus.GONE,
                        "idempotent-answer-not-kept",
                        "The first call with this Idempotency-Key succeeded as invocation %s. Its answer of %d bytes was too"
                                        .formatted(call.invocationId(), call.answerBytes())
                                + " large to be kept, so it cannot be repeated; nothing ran this time.")
                .toResponse(request);
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(InvocationHeaders.INVOCATION_ID, call.invocationId().toString())
                .header(InvocationHeaders.EXECUTED_VERSION, call.executedVersion())
                .header(InvocationHeaders.REPLAYED, "true")
                .body(answer.getBody());
    }

    static ResponseEntity<Problem> stillRunning(Duration retryAfter, HttpServletRequest request) {
        Problem problem = Problem.of(
                HttpStatus.CONFLICT,
                "idempotency-key-in-use",
                "The first call with this Idempotency-Key is still running.");
        return later(problem, retryAfter, request);
    }

    static ResponseEntity<Problem> throttled(String reason, HttpServletRequest request) {
        return later(Problem.of(HttpStatus.TOO_MANY_REQUESTS, "throttled", reason), Duration.ofSeconds(1), request);
    }

    static ResponseEntity<Problem> platformFailed(String reason, HttpServletRequest request) {
        return later(
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "platform-failed", reason), Duration.ofSeconds(1), request);
    }

    static ResponseEntity<Problem> rejected(String errorType, String message, HttpServletRequest request) {
        return Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "rejected", errorType + ": " + message)
                .toResponse(request);
    }

    private static ResponseEntity<Problem> later(Problem problem, Duration retryAfter, HttpServletRequest request) {
        ResponseEntity<Problem> answer = problem.toResponse(request);
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
                .body(answer.getBody());
    }
}
