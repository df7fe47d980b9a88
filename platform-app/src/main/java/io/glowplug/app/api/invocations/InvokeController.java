// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

import io.glowplug.app.audit.NotAudited;
import io.glowplug.app.request.DeliveryTime;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

@RestController
@RequestMapping("/api/v1/functions/{name}/invocations")
@Tag(name = "invocations")
class InvokeController {

    private static final String RESPOND_ASYNC = "respond-async";

    /** What a function gets when the caller sends nothing: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
    private static final Payload NOTHING_SENT = Payload.ofUtf8("{}");

    private final InvokeService service;
    private final InstantSource clock;

    InvokeController(InvokeService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
    }

    @PostMapping
    @NotAudited
    @Operation(
            summary = "Invokes the function with the body as its event",
            description = "Answers 200 with the function's answer. When the function fails that is its error document,"
                    + " and the header Glowplug-Function-Error names the error's type. With the header"
                    + " \"Prefer: respond-async\" it answers 202 once the event is stored. With an Idempotency-Key the"
                    + " same call runs once: the stored answer has the header Idempotency-Replayed, a call that is"
                    + " still running answers 409, another payload 422. Asynchronous calls of a function with the same"
                    + " Ordering-Key run one after another. With the header \"Prefer: stream\" the answer of"
                    + " a function that streams comes in chunks while it is made, with the header"
                    + " \"Preference-Applied: stream\" and the function's content type; if the function fails half-way,"
                    + " the connection is cut before the last chunk. It cannot go with an Idempotency-Key.",
            parameters = {
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "qualifier",
                        description = "Version or alias; $LATEST by default",
                        schema = @Schema(type = "string")),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = InvocationHeaders.IDEMPOTENCY_TTL,
                        description =
                                "How long the Idempotency-Key is remembered: seconds or an ISO 8601 duration, up to"
                                        + " 31 days; the platform's standard otherwise",
                        schema = @Schema(type = "string")),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = InvocationHeaders.DELIVER_AT,
                        description = "With respond-async: when to deliver, at most 365 days ahead",
                        schema = @Schema(type = "string", format = "date-time")),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = InvocationHeaders.DELIVER_AFTER,
                        description = "With respond-async, instead of Deliver-At: seconds or an ISO 8601 duration",
                        schema = @Schema(type = "string"))
            },
            requestBody =
                    @RequestBody(
                            description = "The event: any JSON, {} by default",
                            content = @Content(mediaType = "application/json", schema = @Schema)))
    @Nullable
    ResponseEntity<?> invoke(
            @PathVariable String name,
            @RequestHeader(name = "Prefer", required = false) @Nullable List<String> prefer,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            @RequestHeader(name = "Ordering-Key", required = false) @Nullable String orderingKey,
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response)
            throws IOException {
        InvokeRequest invocation = new InvokeRequest(
                name,
                qualifierOf(request),
                payloadOf(request),
                idempotencyKey,
                null,
                null,
                orderingKey,
                optionsOf(request));
        boolean streams = prefers(StreamedBody.PREFERENCE, prefer);
        if (prefers(RESPOND_ASYNC, prefer)) {
            if (streams) {
                throw RefusedException.invalid("Prefer", "takes either respond-async or stream");
            }
            return AsyncAnswers.toResponse(service.invokeAsync(invocation), request);
        }
        return streams
                ? stream(invocation, request, response)
                : SyncAnswers.toResponse(service.invoke(invocation), request);
    }

    /** Returns null when the response is written already. */
    private @Nullable ResponseEntity<?> stream(
            InvokeRequest invocation, HttpServletRequest request, HttpServletResponse response) throws IOException {
        StreamedBody body = new StreamedBody(response);
        SyncAnswer answer = service.invokeStreaming(invocation, body);
        if (!body.begun()) {
            return SyncAnswers.toResponse(answer, request);
        }
        StreamedBody.requireWhole(answer);
        return null;
    }

    /**
     * Reads the body as it is, whatever its content type says: curl calls everything a form, and asking the server for
     * a parameter would have it parse the payload as one.
     */
    private static Payload payloadOf(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readAllBytes();
        return body.length == 0 ? NOTHING_SENT : Payload.wrap(body);
    }

    private InvokeRequest.Options optionsOf(HttpServletRequest request) {
        String life = request.getHeader(InvocationHeaders.IDEMPOTENCY_TTL);
        String at = request.getHeader(InvocationHeaders.DELIVER_AT);
        String after = request.getHeader(InvocationHeaders.DELIVER_AFTER);
        return life == null && at == null && after == null
                ? InvokeRequest.Options.NONE
                : new InvokeRequest.Options(
                        life == null ? null : DeliveryTime.duration("idempotencyTtl", life),
                        DeliveryTime.of(at, after, clock.instant()));
    }

    private static @Nullable String qualifierOf(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return null;
        }
        String qualifier = UriComponentsBuilder.newInstance()
                .query(query)
                .build()
                .getQueryParams()
                .getFirst("qualifier");
        return qualifier == null ? null : URLDecoder.decode(qualifier, StandardCharsets.UTF_8);
    }

    /** A preference that is not known is to be ignored: https://www.rfc-editor.org/rfc/rfc7240#section-2 */
    private static boolean prefers(String preference, @Nullable List<String> prefer) {
        return prefer != null
                && prefer.stream()
                        .flatMap(values -> Arrays.stream(values.split(",", -1)))
                        .anyMatch(value -> value.strip().equalsIgnoreCase(preference));
    }
}
