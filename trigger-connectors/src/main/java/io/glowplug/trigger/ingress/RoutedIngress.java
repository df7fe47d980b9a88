// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.dispatch.NotAcceptedException;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.Ingress;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.ingress.Receiver.OutdatedTriggerException;
import io.glowplug.trigger.journal.RefusedRequests;
import io.glowplug.trigger.supervisor.ServedTriggers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Leads requests to the triggers that this node serves. */
@Component
@EnableConfigurationProperties(IngressProperties.class)
class RoutedIngress implements Ingress {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedIngress.class);

    /** A trigger that is changed more often than this within one request is not worth waiting for. */
    private static final int LOOKS = 4;

    private final ServedTriggers served;
    private final RefusedRequests refusals;
    private final IngressMeters meters;
    private final String functionDomain;
    private volatile RouteTable table = RouteTable.EMPTY;

    RoutedIngress(ServedTriggers served, RefusedRequests refusals, IngressMeters meters, IngressProperties properties) {
        this.served = served;
        this.refusals = refusals;
        this.meters = meters;
        this.functionDomain = properties.functionDomain();
        served.onChange(this::readTable);
        readTable();
    }

    private void readTable() {
        table = new RouteTable(
                served.all().stream()
                        .map(ServedTriggers.ServedTrigger::source)
                        .filter(Receiver.class::isInstance)
                        .map(Receiver.class::cast)
                        .toList(),
                functionDomain);
    }

    @Override
    public void answer(IngressExchange exchange) throws IOException {
        long begun = System.nanoTime();
        Answering answering = new Answering(exchange);
        String outcome = "failed";
        try {
            outcome = answering.answer();
        } finally {
            meters.record(answering.receiver, outcome, System.nanoTime() - begun);
        }
    }

    /** One request on its way. */
    private final class Answering {

        private IngressExchange exchange;
        private @Nullable Receiver receiver;

        private Answering(IngressExchange exchange) {
            this.exchange = exchange;
        }

        String answer() throws IOException {
            try {
                return lead();
            } catch (RefusedRequest refused) {
                return refuse(refused);
            } catch (IngressExchange.BodyTooLargeException tooLarge) {
                return refuse(RefusedRequest.of(413, "too-large", String.valueOf(tooLarge.getMessage())));
            } catch (RefusedException refused) {
                return refuse(ofPlatform(refused));
            } catch (NotAcceptedException | DataAccessException | TransactionException away) {
                LOG.debug("An event could not be stored", away);
                return refuse(RefusedRequest.notAccepted());
            } catch (RuntimeException unexpected) {
                LOG.error("Unexpected failure of {} {}", exchange.method(), exchange.path(), unexpected);
                return refuse(RefusedRequest.of(500, "internal", "The platform failed; its log has more."));
            }
        }

        private String lead() throws IOException {
            if (!served.isKnown()) {
                throw RefusedRequest.later(503, "starting", "This node has just started.", Duration.ofSeconds(1));
            }
            IngressExchange bare = exchange;
            for (int look = 0; look < LOOKS; look++) {
                RouteTable routes = table;
                if (answerPreflight(routes)) {
                    return "preflight";
                }
                RouteTable.Found found =
                        routes.find(bare.host(), bare.method(), bare.path()).orElseThrow(RefusedRequest::notFound);
                receiver = found.receiver();
                Cors cors = receiver.cors();
                exchange = cors == null ? bare : new CorsExchange(bare, cors);
                try {
                    return receiver.receive(found.request(), exchange);
                } catch (OutdatedTriggerException outdated) {
                    LOG.debug(
                            "Trigger {} was changed under a request",
                            receiver.trigger().name());
                }
            }
            throw RefusedRequest.notAccepted();
        }

        /** Browsers ask before they send; where the platform speaks for the function, the function is not asked. */
        private boolean answerPreflight(RouteTable routes) throws IOException {
            if (!exchange.method().equals("OPTIONS")) {
                return false;
            }
            String wanted = exchange.header("Access-Control-Request-Method");
            if (wanted == null || !HeaderRules.isToken(wanted)) {
                return false;
            }
            Optional<RouteTable.Found> found = routes.find(exchange.host(), wanted, exchange.path());
            Cors cors = found.map(route -> route.receiver().cors()).orElse(null);
            if (found.isEmpty() || cors == null) {
                return false;
            }
            receiver = found.get().receiver();
            exchange.answer(
                    204,
                    cors.onPreflight(
                            exchange.header("Origin"), wanted, exchange.header("Access-Control-Request-Headers")),
                    new byte[0]);
            return true;
        }

        private String refuse(RefusedRequest refused) throws IOException {
            if (receiver != null) {
                refusals.count(receiver.trigger().id(), refused.reason(), refused.detail());
            }
            if (exchange.begun()) {
                // A problem behind an answer that has begun would make what is broken off look whole.
                throw new IOException("the answer was broken off: " + refused.reason());
            }
            ProblemAnswer.write(refused, List.<HeaderField>of(), exchange);
            return refused.reason();
        }
    }

    /** What the invocation was refused for, said so that a stranger learns nothing of the function. */
    private static RefusedRequest ofPlatform(RefusedException refused) {
        return switch (refused.refusal()) {
            case TOO_LARGE ->
                RefusedRequest.of(
                        413, "too-large", "The request is too large for the function: " + refused.getMessage());
            case INVALID -> RefusedRequest.of(400, "invalid", String.valueOf(refused.getMessage()));
            case NOT_FOUND, CONFLICT, STALE_REVISION ->
                RefusedRequest.later(
                        503,
                        "function-unavailable",
                        "The function cannot be called at the moment.",
                        Duration.ofSeconds(5));
        };
    }
}
