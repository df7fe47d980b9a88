// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.schedule;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.contract.ConnectorUnderTest;
import io.glowplug.trigger.contract.SettableClock;
import io.glowplug.trigger.contract.TriggerConnectorContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

class ScheduleContractTest implements TriggerConnectorContract {

    @Override
    public ConnectorUnderTest connectorUnderTest() {
        return new ScheduleUnderTest();
    }

    /** A slot each minute, on a clock that is moved by as many minutes as slots are wanted. */
    private static final class ScheduleUnderTest implements ConnectorUnderTest {

        private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

        @Override
        public TriggerConnector<?> connector() {
            return new ScheduleConnector(
                    new ScheduleProperties(Duration.ofSeconds(15), Duration.ofMillis(5), "us-east-1", "000000000000"),
                    new SimpleMeterRegistry());
        }

        @Override
        public String settings() {
            return """
                    {"expression": "rate(1 minute)", "missed": "all", "missedCap": 1000}""";
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public List<String> produce(int count) {
            Instant before = clock.instant();
            clock.advance(Duration.ofMinutes(count));
            return IntStream.rangeClosed(1, count)
                    .mapToObj(minute -> before.plus(Duration.ofMinutes(minute)).toString())
                    .toList();
        }

        @Override
        public List<String> recordsIn(TriggerEvent event) {
            return List.of(event.occurredAt().toString());
        }

        @Override
        public void producePoison() {
            throw new UnsupportedOperationException("a slot cannot be undecodable");
        }

        @Override
        public void close() {}
    }
}
