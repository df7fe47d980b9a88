// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.SecretText;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.ingress.Authorizer;
import io.glowplug.trigger.ingress.Endpoint;
import io.glowplug.trigger.ingress.EventIntake;
import io.glowplug.trigger.ingress.EventIntake.Intake;
import io.glowplug.trigger.ingress.JsonBodies;
import io.glowplug.trigger.ingress.ProxyEventMapper;
import io.glowplug.trigger.ingress.Receiver;
import io.glowplug.trigger.ingress.RefusedRequest;
import io.glowplug.trigger.ingress.RequestEvent;
import io.glowplug.trigger.ingress.RoutedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the notices of one trigger: verifies, stores, and only then says so. */
final class WebhookSource implements Receiver {

    private static final Duration UNTIL_THERE_IS_A_SECRET = Duration.ofSeconds(60);
    private static final int LONGEST_ID = 256;

    private final SourceContext context;
    private final WebhookSettings settings;
    private final SigningSecrets secrets;
    private final SignatureScheme scheme;
    private final EventIntake intake;
    private final List<Endpoint> endpoints;
    private final Instant openedAt;

    WebhookSource(SourceContext context, WebhookSettings settings, SigningSecrets secrets) {
        this.context = context;
        this.settings = settings;
        this.secrets = secrets;
        this.scheme = SignatureScheme.of(settings.signature());
        this.intake = new EventIntake(context, settings.format(), Duration.ofSeconds(settings.idempotencyTtlSeconds()));
        this.endpoints = List.of(settings.endpoint(context.trigger().name()));
        this.openedAt = context.clock().instant();
    }

    @Override
    public TriggerDefinition trigger() {
        return context.trigger();
    }

    @Override
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    @Override
    public String receive(RoutedRequest request, IngressExchange exchange) throws IOException {
        Instant now = context.clock().instant();
        Notice notice = new Notice(exchange, exchange.body(settings.maxBodyBytes()));
        verify(notice, now);
        if (scheme instanceof SignatureScheme.Slack) {
            String challenge = SignatureScheme.Slack.challenge(notice.body());
            if (challenge != null) {
                answerChallenge(exchange, challenge);
                return "challenge";
            }
        }
        RequestEvent event = new RequestEvent(
                exchange,
                request,
                RequestEvent.visible(exchange.headers(), Set.of("authorization", "cookie")),
                notice.body(),
                new Authorizer.Nobody(),
                trigger().id().toString(),
                UuidCreator.getTimeOrderedEpochPlus1().toString(),
                now);
        Intake taken = take(event, deliveryId(notice));
        if (scheme instanceof SignatureScheme.Slack) {
            // Slack shows whoever gave a command what it is answered.
            exchange.answer(200, List.of(), new byte[0]);
        } else {
            exchange.answer(202, EventIntake.headers(taken), EventIntake.body(taken));
        }
        return EventIntake.outcome(taken);
    }

    private void verify(Notice notice, Instant now) {
        List<SecretText> valid = secrets.valid();
        if (valid.isEmpty()) {
            throw RefusedRequest.later(
                    503,
                    "no-signing-secret",
                    "There is no secret yet that this could be verified with.",
                    UNTIL_THERE_IS_A_SECRET);
        }
        BadSignatureException last = null;
        for (SecretText secret : valid) {
            try {
                scheme.verify(notice, secret, now);
                return;
            } catch (BadSignatureException bad) {
                last = bad;
            }
        }
        throw RefusedRequest.of(401, "bad-signature", last == null ? "" : String.valueOf(last.getMessage()));
    }

    private Intake take(RequestEvent event, @Nullable String deliveryId) {
        if (!settings.bodyOnly()) {
            return intake.accept(event, deliveryId, Payload.wrap(ProxyEventMapper.event(settings.format(), event)));
        }
        if (JsonBodies.isJson(event.body())) {
            return intake.accept(event, deliveryId, Payload.wrap(event.body()));
        }
        return intake.reject(
                event,
                deliveryId,
                "Webhook.NotJson",
                "The body is not JSON, and the trigger hands bodies over as they are: see payloadFormat.");
    }

    /** What the sender calls it, unless that is no name. */
    private @Nullable String deliveryId(Notice notice) {
        String id = scheme.deliveryId(notice);
        return id == null || id.isBlank() || id.length() > LONGEST_ID ? null : id;
    }

    private static void answerChallenge(IngressExchange exchange, String challenge) throws IOException {
        exchange.answer(
                200,
                List.of(
                        new HeaderField("Content-Type", "text/plain; charset=utf-8"),
                        new HeaderField("X-Content-Type-Options", "nosniff")),
                challenge.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public SourceHealth health() {
        return new SourceHealth(Map.of(), openedAt, secrets.problem(), false);
    }

    /** Notices that are being stored are stored: the ledger decides whether that is still right. */
    @Override
    public void close() {}
}
