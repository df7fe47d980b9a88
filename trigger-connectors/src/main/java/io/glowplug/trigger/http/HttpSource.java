// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.http.HttpSettings.Answer;
import io.glowplug.trigger.ingress.Authorizer;
import io.glowplug.trigger.ingress.Cors;
import io.glowplug.trigger.ingress.Endpoint;
import io.glowplug.trigger.ingress.EventIntake;
import io.glowplug.trigger.ingress.Receiver;
import io.glowplug.trigger.ingress.RefusedRequest;
import io.glowplug.trigger.ingress.RequestEvent;
import io.glowplug.trigger.ingress.RoutedRequest;
import io.glowplug.trigger.ingress.TokenBucket;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one trigger: who calls, whether there is room, and only then the function. */
final class HttpSource implements Receiver {

    private static final Duration WHILE_PAUSED = Duration.ofSeconds(10);

    private final SourceContext context;
    private final HttpSettings settings;
    private final Authentication authentication;
    private final SyncAnswering synchronous;
    private final EventIntake intake;
    private final List<Endpoint> endpoints;
    private final @Nullable Cors cors;
    private final @Nullable TokenBucket bucket;
    private final Set<String> hidden;
    private final Instant openedAt;

    HttpSource(SourceContext context, HttpSettings settings, Authentication authentication, InvokeService service) {
        this.context = context;
        this.settings = settings;
        this.authentication = authentication;
        this.synchronous = new SyncAnswering(context.trigger(), settings, service);
        this.intake = new EventIntake(context, settings.format(), Duration.ofSeconds(settings.idempotencyTtlSeconds()));
        this.endpoints = List.of(settings.endpoint(context.trigger().functionName()));
        this.cors = settings.cors() == null ? null : settings.cors().toCors();
        this.bucket = settings.throttle() == null
                ? null
                : new TokenBucket(
                        settings.throttle().ratePerSecond(), settings.throttle().burst());
        this.hidden = hidden();
        this.openedAt = context.clock().instant();
    }

    /** A proof that the function could do with is passed on to it, but not into the ledger; an API key to nobody. */
    private Set<String> hidden() {
        boolean keeps =
                settings.answer() == Answer.SYNC && settings.auth().type().equals("jwt");
        return keeps ? Set.of() : new HashSet<>(authentication.proofs());
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
    public @Nullable Cors cors() {
        return cors;
    }

    @Override
    public String receive(RoutedRequest request, IngressExchange exchange) throws IOException {
        Authorizer caller = authentication.authenticate(exchange);
        if (bucket != null) {
            Duration wait = bucket.take();
            if (!wait.isZero()) {
                throw RefusedRequest.later(429, "throttled", "There are too many requests to this route.", wait);
            }
        }
        if (settings.answer() == Answer.SYNC && trigger().paused()) {
            throw RefusedRequest.later(503, "paused", "This route is paused.", WHILE_PAUSED);
        }
        byte[] body = exchange.body(settings.maxBodyBytes());
        RequestEvent event = new RequestEvent(
                exchange,
                request,
                RequestEvent.visible(exchange.headers(), hidden),
                body,
                caller,
                trigger().id().toString(),
                UuidCreator.getTimeOrderedEpochPlus1().toString(),
                context.clock().instant());
        return switch (settings.answer()) {
            case SYNC -> synchronous.answer(event);
            case ASYNC -> intake.acceptAndAnswer(event);
        };
    }

    @Override
    public SourceHealth health() {
        return new SourceHealth(Map.of(), openedAt, authentication.problem(), false);
    }

    /** Requests that are being answered go on: they were let in while the trigger was as it was. */
    @Override
    public void close() {}
}
