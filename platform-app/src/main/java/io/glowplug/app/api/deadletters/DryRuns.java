// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.glowplug.app.request.PayloadJson;
import io.glowplug.dispatch.DeadLetter;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Tries a function on a dead letter: a synchronous run that neither the ledger nor the dead letter knows of. */
@Component
class DryRuns {

    /** Where a function's context has it: clientContext.custom, as on AWS Lambda. */
    private static final String CLIENT_CONTEXT = "{\"custom\":{\"glowplug.dryRun\":\"true\"}}";

    private final DeadLetterQueue queue;
    private final InvokeService invocations;

    DryRuns(DeadLetterQueue queue, InvokeService invocations) {
        this.queue = queue;
        this.invocations = invocations;
    }

    /** What to run it with, where that is not its own. */
    record DryRunRequest(
            @Nullable JsonNode payload,
            @Nullable String function,
            @Nullable String qualifier) {}

    /**
     * What came of it.
     *
     * @param invocationId finds the run's log
     * @param outcome {@code returned}, {@code function-failed}, {@code timed-out}, {@code throttled}, {@code
     *     platform-failed} or {@code rejected}
     * @param answer what the function returned, or its error document
     * @param answerBase64 instead of the answer where that is not JSON
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DryRunAnswer(
            UUID invocationId,
            String function,
            String executedVersion,
            String outcome,
            @JsonRawValue @Nullable String answer,
            @Nullable String answerBase64,
            @Nullable String errorType,
            @Nullable String errorMessage,
            @Nullable Double durationMs) {}

    DryRunAnswer run(UUID id, @Nullable DryRunRequest request) {
        DeadLetter letter =
                queue.find(id).orElseThrow(() -> RefusedException.notFound("there is no dead letter " + id));
        Redirection to = request == null ? Redirection.NONE : new Redirection(request.function(), request.qualifier());
        Payload edited = request == null ? null : DeadLetterRedriveController.payloadOf(request.payload());
        String function = to.functionFor(letter.functionName());
        SyncAnswer answer = invocations.invoke(new InvokeRequest(
                function,
                to.qualifierFor(letter.functionName(), letter.qualifier()),
                edited == null ? letter.payload() : edited,
                null,
                CLIENT_CONTEXT,
                null));
        if (answer instanceof SyncAnswer.Ran ran) {
            return answer(function, ran);
        }
        throw new IllegalStateException("a call without an idempotency key runs: " + answer);
    }

    private static DryRunAnswer answer(String function, SyncAnswer.Ran ran) {
        return switch (ran.outcome()) {
            case AttemptOutcome.Returned returned ->
                answer(function, ran, "returned", returned.answer(), null, null, returned.report());
            case AttemptOutcome.FunctionFailed failed ->
                answer(
                        function,
                        ran,
                        "function-failed",
                        failed.errorPayload(),
                        failed.errorType(),
                        failed.errorMessage(),
                        failed.report());
            case AttemptOutcome.TimedOut timedOut ->
                answer(
                        function,
                        ran,
                        "timed-out",
                        timedOut.errorPayload(),
                        "Sandbox.Timedout",
                        timedOut.errorMessage(),
                        timedOut.report());
            case AttemptOutcome.Throttled throttled ->
                answer(function, ran, "throttled", null, "Throttled", throttled.reason(), null);
            case AttemptOutcome.PlatformFailed failed ->
                answer(function, ran, "platform-failed", null, "PlatformFailed", failed.reason(), null);
            case AttemptOutcome.Rejected rejected ->
                answer(function, ran, "rejected", null, rejected.errorType(), rejected.errorMessage(), null);
        };
    }

    private static DryRunAnswer answer(
            String function,
            SyncAnswer.Ran ran,
            String outcome,
            @Nullable Payload answer,
            @Nullable String errorType,
            @Nullable String errorMessage,
            @Nullable RunReport report) {
        PayloadJson json = answer == null ? null : PayloadJson.of(answer);
        return new DryRunAnswer(
                ran.invocationId(),
                function,
                ran.executedVersion(),
                outcome,
                json == null ? null : json.json(),
                json == null ? null : json.base64(),
                errorType,
                errorMessage,
                report == null ? null : report.duration().toNanos() / 1e6);
    }
}
