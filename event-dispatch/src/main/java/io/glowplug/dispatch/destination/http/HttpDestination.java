// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DeliveryOutcome.Delivered;
import io.glowplug.dispatch.DeliveryOutcome.Failed;
import io.glowplug.dispatch.DeliveryOutcome.Refused;
import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.registry.NetworkRule;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Posts outcomes as signed webhooks. At least once: receivers tell repetitions by the header {@code webhook-id}. */
public final class HttpDestination implements DestinationType<HttpSettings>, AutoCloseable {

    private final AddressRules rules;
    private final SystemNames names = new SystemNames();
    private final HttpPoster poster;
    private final InstantSource time;

    public HttpDestination(AddressRules rules, HttpLimits limits, InstantSource time) {
        this.rules = rules;
        this.poster = new HttpPoster(limits, new CheckedResolver(rules, names));
        this.time = time;
    }

    /** A destination that asks somebody else for addresses. */
    HttpDestination(AddressRules rules, HttpLimits limits, InstantSource time, CheckedResolver.NameLookup lookup) {
        this.rules = rules;
        this.poster = new HttpPoster(limits, new CheckedResolver(rules, lookup));
        this.time = time;
    }

    @Override
    public String name() {
        return "http";
    }

    @Override
    public Class<HttpSettings> settingsType() {
        return HttpSettings.class;
    }

    /** What a name stands for may change until it is used; an address stands for itself and can be judged now. */
    @Override
    public void validate(HttpSettings settings) {
        URI uri = settings.uri();
        NetworkRule.parse(uri.getHost())
                .flatMap(rule -> rule instanceof NetworkRule.Range address
                        ? rules.refusal(uri.getHost(), address.network(), port(uri))
                        : Optional.empty())
                .ifPresent(reason -> {
                    throw RefusedException.invalid(
                            "url",
                            "leads to an address that nothing is posted to, because it " + reason
                                    + ". The administrator can allow it by GLOWPLUG_DISPATCH_DESTINATIONS_ALLOW");
                });
    }

    @Override
    public void validateSecret(@Nullable SecretText secret) {
        if (secret == null) {
            throw RefusedException.invalid(
                    "secret", "must be given: a new url needs a secret of its own that its requests are signed with");
        }
        WebhookSignature.key(secret);
    }

    @Override
    public DeliveryOutcome deliver(OutgoingDelivery delivery, HttpSettings settings) {
        SecretText secret = delivery.secret();
        if (secret == null) {
            return new Failed("Http.NoSecret", "The destination has no secret to sign with.");
        }
        Instant now = time.instant();
        String id = delivery.id().toString();
        byte[] body = delivery.document().bytes();
        Map<String, String> headers = Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                WebhookSignature.of(secret, id, now.getEpochSecond(), body));
        try {
            return outcome(poster.post(settings.uri(), headers, body));
        } catch (RefusedAddressException refused) {
            return new Failed("Http.AddressRefused", String.valueOf(refused.getMessage()));
        } catch (IOException failed) {
            return new Failed("Http.NoAnswer", reason(failed));
        }
    }

    private DeliveryOutcome outcome(HttpPoster.Answer answer) {
        int status = answer.reply().status();
        if (status / 100 == 2) {
            return new Delivered(answer.reply());
        }
        if (status == 410) {
            return new Refused("Http.Gone", "The receiver answered 410: it wants no more deliveries.", answer.reply());
        }
        if (status / 100 == 3) {
            String where = answer.location() == null ? "" : " to " + answer.location();
            return new Failed(
                    "Http.Redirect",
                    "The receiver answered " + status + ", a redirect" + where + "; redirects are not followed.",
                    answer.reply(),
                    null);
        }
        boolean busy = status == 429 || status == 503;
        return new Failed(
                "Http.Status",
                "The receiver answered " + status + ".",
                answer.reply(),
                busy ? RetryAfter.read(answer.retryAfter(), time.instant()) : null);
    }

    private static String reason(IOException failed) {
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message;
    }

    private static int port(URI uri) {
        return uri.getPort() > 0
                ? uri.getPort()
                : uri.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
    }

    @Override
    public void close() {
        poster.close();
        names.close();
    }
}
