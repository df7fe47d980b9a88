// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.EventExpressions;
import io.glowplug.dispatch.Hints;
import io.glowplug.dispatch.IdempotencyKeyQuery;
import io.glowplug.dispatch.IdempotencyKeys;
import io.glowplug.dispatch.Leadership;
import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.LedgerBalance;
import io.glowplug.dispatch.Standings;
import io.glowplug.dispatch.expression.JmespathExpressions;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.trigger.FilteredEvent;
import io.glowplug.trigger.FilteredEvents;
import io.glowplug.trigger.object.store.ObjectStoreConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Fakes of everything that the platform calls in the other modules. Queues and objects are no fakes: they need nothing but
 * the database, which is there, and a directory.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan("io.glowplug.trigger.queue.store")
@Import(ObjectStoreConfiguration.class)
public class Doors {

    @Bean
    FakeFunctions functions() {
        return new FakeFunctions();
    }

    @Bean
    FakeConcurrency concurrency() {
        return new FakeConcurrency();
    }

    @Bean
    FakeLayers layers() {
        return new FakeLayers();
    }

    @Bean
    FunctionSecrets secrets() {
        return new FunctionSecrets() {
            @Override
            public Map<String, String> open(FunctionVersion version) {
                return Map.of();
            }

            @Override
            public Reencryption reencrypt() {
                return new Reencryption(2, 1);
            }
        };
    }

    @Bean
    ScriptedInvokes invokes() {
        return new ScriptedInvokes();
    }

    @Bean
    FakeHistory history() {
        return new FakeHistory();
    }

    @Bean
    EventExpressions expressions() {
        return new JmespathExpressions();
    }

    @Bean
    FilteredEvents filteredEvents() {
        return trigger -> List.of(new FilteredEvent(Instant.EPOCH, 7, "{\"n\":1}"));
    }

    @Bean
    FakeCredentials triggerCredentials() {
        return new FakeCredentials();
    }

    @Bean
    ScriptedIngress scriptedIngress() {
        return new ScriptedIngress();
    }

    @Bean
    Standings standings(FakeHistory history) {
        return new FakeStandings(history);
    }

    @Bean
    FakeDeadLetters deadLetters() {
        return new FakeDeadLetters();
    }

    @Bean
    FakeResends resends() {
        return new FakeResends();
    }

    @Bean
    FakeDestinations destinations() {
        return new FakeDestinations();
    }

    @Bean
    FakeDeliveries deliveries() {
        return new FakeDeliveries();
    }

    @Bean
    FakeLogs logs() {
        return new FakeLogs();
    }

    @Bean
    FakeTriggers triggers() {
        return new FakeTriggers();
    }

    @Bean
    Hints hints() {
        return new LocalHints();
    }

    @Bean
    FakeNodes nodes() {
        return new FakeNodes();
    }

    @Bean
    Leadership leadership() {
        return () -> true;
    }

    @Bean
    FakeDelivery delivery() {
        return new FakeDelivery();
    }

    @Bean
    FakeRuntime runtime() {
        return new FakeRuntime();
    }

    @Bean
    Ledger ledger() {
        return () -> List.of(new LedgerBalance("resize", null, 10, 4, 1, 0, 0, 2, 3, 0));
    }

    @Bean
    IdempotencyKeys idempotencyKeys() {
        return new IdempotencyKeys() {
            @Override
            public Page<IdempotencyKey> list(IdempotencyKeyQuery query, PageRequest page) {
                Instant at = Instant.parse("2026-01-31T12:00:00Z");
                return new Page<>(
                        List.of(new IdempotencyKey(
                                "resize", query.triggerId(), "order-1", true, new UUID(0, 1), at, at)),
                        null);
            }

            @Override
            public boolean revoke(String functionName, UUID triggerId, String key) {
                return key.equals("order-1");
            }
        };
    }
}
