// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.contract.ConnectorUnderTest;
import io.glowplug.trigger.contract.RequestSender;
import io.glowplug.trigger.contract.SettableClock;
import io.glowplug.trigger.contract.TriggerConnectorContract;
import io.glowplug.trigger.ingress.TestExchange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An asynchronous route: a synchronous one has no events that anything could be promised of. */
class HttpContractTest implements TriggerConnectorContract {

    @Override
    public ConnectorUnderTest connectorUnderTest() {
        return new RouteUnderTest();
    }

    /** A caller with Idempotency-Keys, who asks again where there was no answer. */
    private static final class RouteUnderTest implements ConnectorUnderTest {

        private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
        private final RequestSender<HttpSettings> sender = new RequestSender<>(
                new HttpConnector(null, null, null),
                (context, settings) -> new HttpSource(context, settings, new Authentication.Open(), null));
        private int produced;

        @Override
        public TriggerConnector<?> connector() {
            return sender;
        }

        @Override
        public String settings() {
            return """
                    {"route": "POST /orders", "answer": "async"}""";
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public List<String> produce(int count) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "request-" + produced++;
                sender.send(() -> TestExchange.of("POST", "/orders")
                        .with("Idempotency-Key", name)
                        .body("text/plain", name));
                names.add(name);
            }
            return names;
        }

        @Override
        public List<String> recordsIn(TriggerEvent event) {
            return List.of(JsonMapper.shared()
                    .readTree(event.payload().bytes())
                    .get("body")
                    .stringValue());
        }

        @Override
        public void producePoison() {
            throw new UnsupportedOperationException("every request can be handed to a function");
        }

        @Override
        public void close() {
            sender.close();
        }
    }
}
