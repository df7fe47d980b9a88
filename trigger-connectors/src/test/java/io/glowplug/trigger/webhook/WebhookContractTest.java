// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.registry.SecretText;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.contract.ConnectorUnderTest;
import io.glowplug.trigger.contract.RequestSender;
import io.glowplug.trigger.contract.SettableClock;
import io.glowplug.trigger.contract.TriggerConnectorContract;
import io.glowplug.trigger.ingress.TestExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

class WebhookContractTest implements TriggerConnectorContract {

    private static final SecretText SECRET = new SecretText("contract");

    @Override
    public ConnectorUnderTest connectorUnderTest() {
        return new WebhookUnderTest();
    }

    /** A sender that signs as GitHub does, and sends again what was not taken. */
    private static final class WebhookUnderTest implements ConnectorUnderTest {

        private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
        private final RequestSender<WebhookSettings> sender = new RequestSender<>(
                new WebhookConnector(null, null),
                (context, settings) ->
                        new WebhookSource(context, settings, new SigningSecrets(List.of(SECRET), context.clock())));
        private int produced;

        @Override
        public TriggerConnector<?> connector() {
            return sender;
        }

        @Override
        public String settings() {
            return """
                    {"signature": {"scheme": "github"}, "payloadFormat": "body"}""";
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public List<String> produce(int count) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = "notice-" + produced++;
                send(name, "{\"name\":\"" + name + "\"}");
                names.add(name);
            }
            return names;
        }

        private void send(String delivery, String body) {
            sender.send(() -> TestExchange.of("POST", "/hook")
                    .with("X-GitHub-Delivery", delivery)
                    .with("X-Hub-Signature-256", signature(body))
                    .body("application/json", body));
        }

        private static String signature(String body) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public List<String> recordsIn(TriggerEvent event) {
            return List.of(JsonMapper.shared()
                    .readTree(event.payload().bytes())
                    .get("name")
                    .stringValue());
        }

        @Override
        public void producePoison() {
            send("poison", "{\"name\": no");
        }

        @Override
        public void close() {
            sender.close();
        }
    }
}
