// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Synchronous calls on the wire. A function's own failure is a 200, as on AWS Lambda: the call itself succeeded. */
final class SyncAnswers {

    private static final String TIMED_OUT = "Sandbox.Timedout";

    private SyncAnswers() {}

    static ResponseEntity<?> toResponse(SyncAnswer answer, HttpServletRequest request) {
        return switch (answer) {
            case SyncAnswer.Ran ran -> ran(ran, request);
            case SyncAnswer.Replayed replayed ->
                ok(replayed.invocationId(), replayed.executedVersion())
                        .header(InvocationHeaders.REPLAYED, "true")
                        .body(replayed.answer().bytes());
            case SyncAnswer.NotKept notKept -> InvocationProblems.answerNotKept(notKept, request);
            case SyncAnswer.StillRunning running -> InvocationProblems.stillRunning(running.retryAfter(), request);
            case SyncAnswer.KeyReused _ -> InvocationProblems.keyReused(request);
        };
    }

    private static ResponseEntity<?> ran(SyncAnswer.Ran ran, HttpServletRequest request) {
        return switch (ran.outcome()) {
            case AttemptOutcome.Returned returned ->
                ok(ran.invocationId(), ran.executedVersion())
                        .body(returned.answer().bytes());
            case AttemptOutcome.FunctionFailed failed -> failed(ran, failed.errorType(), failed.errorPayload());
            case AttemptOutcome.TimedOut timedOut -> failed(ran, TIMED_OUT, timedOut.errorPayload());
            case AttemptOutcome.Throttled throttled -> InvocationProblems.throttled(throttled.reason(), request);
            case AttemptOutcome.PlatformFailed failed -> InvocationProblems.platformFailed(failed.reason(), request);
            case AttemptOutcome.Rejected rejected ->
                InvocationProblems.rejected(rejected.errorType(), rejected.errorMessage(), request);
        };
    }

    private static ResponseEntity<?> failed(SyncAnswer.Ran ran, String errorType, Payload document) {
        return ok(ran.invocationId(), ran.executedVersion())
                .header(InvocationHeaders.FUNCTION_ERROR, InvocationHeaders.clean(errorType))
                .body(document.bytes());
    }

    private static ResponseEntity.BodyBuilder ok(UUID invocationId, String executedVersion) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(InvocationHeaders.INVOCATION_ID, invocationId.toString())
                .header(InvocationHeaders.EXECUTED_VERSION, executedVersion);
    }
}
