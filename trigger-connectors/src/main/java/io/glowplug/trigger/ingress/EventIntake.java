// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerEvent.SentKey;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.ingress.Receiver.OutdatedTriggerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes requests events, and says so only after they are stored. */
public final class EventIntake {

    private static final HeaderField JSON = new HeaderField("Content-Type", "application/json");

    private final SourceContext context;
    private final PayloadFormat format;
    private final Duration keyLife;

    /**
     * Makes one.
     *
     * @param keyLife how long an Idempotency-Key is remembered
     */
    public EventIntake(SourceContext context, PayloadFormat format, Duration keyLife) {
        this.context = context;
        this.format = format;
        this.keyLife = keyLife;
    }

    /** What became of a request. */
    public sealed interface Intake {

        /** It is stored now. */
        record Stored(UUID eventId) implements Intake {}

        /** It was stored before, as this event. */
        record Again(UUID eventId) implements Intake {}

        /** The trigger's filter turned it away, and counted it. */
        record Filtered() implements Intake {}
    }

    /** Stores the request in its payload format and answers 202 with the event's id. */
    public String acceptAndAnswer(RequestEvent request) throws IOException {
        Payload payload = Payload.wrap(ProxyEventMapper.event(format, request));
        Intake intake = accept(request, null, payload);
        request.exchange().answer(202, headers(intake), body(intake));
        return outcome(intake);
    }

    /**
     * Stores a request.
     *
     * @param deliveryId what its source calls this delivery, so that a repetition is none; or null
     */
    public Intake accept(RequestEvent request, @Nullable String deliveryId, Payload payload) {
        if (payload.size() > Payload.MAX_ASYNC_BYTES) {
            throw RefusedRequest.of(
                    413,
                    "too-large",
                    "The request makes an event of " + payload.size() + " bytes; an event has at most "
                            + Payload.MAX_ASYNC_BYTES + ".");
        }
        String key = IdempotencyHeader.of(request.exchange());
        if (context.trigger().filter() != null
                && !context.passesFilter(ProxyEventMapper.filterDocument(format, request))) {
            requireCurrent(context.emit(List.of(), List.of(), Map.of(), 1));
            return new Intake.Filtered();
        }
        return intake(context.emit(List.of(event(request, deliveryId, key, payload)), List.of(), Map.of(), 0));
    }

    /** Stores a request that can never be handed to the function, as a dead letter with that reason. */
    public Intake reject(RequestEvent request, @Nullable String deliveryId, String errorType, String errorMessage) {
        Payload payload = Payload.wrap(ProxyEventMapper.event(format, request));
        TriggerEvent event = event(request, deliveryId, null, payload);
        RejectedEvent rejected = new RejectedEvent(event, errorType, errorMessage);
        return intake(context.emit(List.of(), List.of(rejected), Map.of(), 0));
    }

    private TriggerEvent event(
            RequestEvent request, @Nullable String deliveryId, @Nullable String key, Payload payload) {
        return new TriggerEvent(
                deliveryId,
                null,
                context.trigger().type() + ":" + context.trigger().name(),
                request.at(),
                payload,
                attributes(request),
                null,
                new SentKey(key, IdempotencyHeader.sameness(request), keyLife));
    }

    private Intake intake(EmitResult result) {
        EmitResult.Accepted accepted = requireCurrent(result);
        if (!accepted.eventIds().isEmpty()) {
            return new Intake.Stored(accepted.eventIds().getFirst());
        }
        EmitResult.Known known = accepted.known().getFirst();
        if (!known.same() && context.trigger().idempotency() == null) {
            throw IdempotencyHeader.reused();
        }
        return new Intake.Again(known.eventId());
    }

    /** The word for the meters. */
    public static String outcome(Intake intake) {
        return switch (intake) {
            case Intake.Stored _ -> "accepted";
            case Intake.Again _ -> "duplicate";
            case Intake.Filtered _ -> "filtered";
        };
    }

    /** The headers of an answer that says what became of the request. */
    public static List<HeaderField> headers(Intake intake) {
        List<HeaderField> headers = new ArrayList<>(List.of(JSON));
        if (intake instanceof Intake.Again) {
            headers.add(new HeaderField("Idempotency-Replayed", "true"));
        }
        return headers;
    }

    /** The body of such an answer. */
    public static byte[] body(Intake intake) {
        String json = switch (intake) {
            case Intake.Stored stored -> "{\"eventId\":\"" + stored.eventId() + "\"}";
            case Intake.Again again -> "{\"eventId\":\"" + again.eventId() + "\"}";
            case Intake.Filtered _ -> "{\"filtered\":true}";
        };
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static EmitResult.Accepted requireCurrent(EmitResult result) {
        return switch (result) {
            case EmitResult.Accepted accepted -> accepted;
            case EmitResult.LeaseLost _ -> throw new OutdatedTriggerException();
        };
    }

    private static Map<String, String> attributes(RequestEvent request) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("method", request.exchange().method());
        attributes.put("path", request.exchange().path());
        attributes.put("sourceIp", request.exchange().sourceAddress());
        attributes.put("requestId", request.requestId());
        return attributes;
    }
}
