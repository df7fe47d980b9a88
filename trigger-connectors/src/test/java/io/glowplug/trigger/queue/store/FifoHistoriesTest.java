// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.testing.Property;
import io.glowplug.testing.TestPostgres;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import io.glowplug.trigger.QueueMessages.VisibilityChange;
import io.glowplug.trigger.ReceiptResult;
import io.glowplug.trigger.contract.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Drawn histories of a FIFO queue, held against lists in memory. */
class FifoHistoriesTest {

    private static final int TIMEOUT_SECONDS = 30;

    /** What the queue should know of a message. */
    private static final class Expected {
        private final String body;
        private Instant hiddenUntil = Instant.EPOCH;
        private String handle = "";

        private Expected(String body) {
            this.body = body;
        }
    }

    @Test
    void everyHistoryKeepsGroupsInOrderAndLosesNothing() {
        SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
        try (HikariDataSource pool = TestPostgres.freshDatabase();
                QueueRig rig = new QueueRig(pool, clock)) {
            Property.holds(10, random -> new History(rig, clock, random).run(60));
        }
    }

    private static final class History {
        private final QueueRig rig;
        private final SettableClock clock;
        private final Random random;
        private final QueueDefinition queue;
        private final Map<String, List<Expected>> groups = new LinkedHashMap<>();
        private int sent;

        private History(QueueRig rig, SettableClock clock, Random random) {
            this.rig = rig;
            this.clock = clock;
            this.random = random;
            this.queue = rig.fifo();
        }

        private void run(int steps) {
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1 -> send();
                    case 2, 3 -> receive();
                    case 4 -> useSomeHandle();
                    default -> clock.advance(Duration.ofSeconds(random.nextInt(TIMEOUT_SECONDS + 1)));
                }
            }
            clock.advance(Duration.ofSeconds(2L * TIMEOUT_SECONDS));
            while (groups.values().stream().anyMatch(messages -> !messages.isEmpty())) {
                receive();
                inFlight().forEach(message -> delete(message, ReceiptResult.DONE));
            }
            assertThat(rig.receive(queue, 10)).isEmpty();
            assertThat(rig.depth(queue)).isZero();
        }

        private void send() {
            String group = "g" + random.nextInt(4);
            for (int i = random.nextInt(4); i >= 0; i--) {
                String body = group + ":" + sent++;
                rig.send(queue, group, body);
                groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(new Expected(body));
            }
        }

        private void receive() {
            int most = 1 + random.nextInt(10);
            List<String> due = groups.values().stream()
                    .filter(messages -> messages.stream().noneMatch(this::isInFlight))
                    .flatMap(messages -> messages.stream().map(message -> message.body))
                    .toList();

            List<QueueMessage> received = rig.receive(queue, most);

            assertThat(received).hasSizeLessThanOrEqualTo(most);
            List<String> bodies = received.stream().map(QueueMessage::body).toList();
            assertThat(due).as("what is in flight is left alone").containsAll(bodies);
            if (received.size() < most) {
                assertThat(bodies).as("nothing is held back").containsExactlyInAnyOrderElementsOf(due);
            }
            Map<String, List<QueueMessage>> byGroup =
                    received.stream().collect(Collectors.groupingBy(message -> String.valueOf(message.groupId())));
            byGroup.forEach((group, messages) -> {
                List<Expected> expected = groups.get(group).subList(0, messages.size());
                assertThat(messages)
                        .as("what stands in front, in order")
                        .extracting(QueueMessage::body)
                        .isEqualTo(
                                expected.stream().map(message -> message.body).toList());
                for (int i = 0; i < messages.size(); i++) {
                    expected.get(i).handle = String.valueOf(messages.get(i).receiptHandle());
                    expected.get(i).hiddenUntil = clock.instant().plusSeconds(TIMEOUT_SECONDS);
                }
            });
        }

        private void useSomeHandle() {
            List<Expected> flying = inFlight();
            if (flying.isEmpty()) {
                return;
            }
            Expected message = flying.get(random.nextInt(flying.size()));
            if (random.nextBoolean()) {
                delete(message, ReceiptResult.DONE);
                return;
            }
            int seconds = random.nextInt(2 * TIMEOUT_SECONDS);
            assertThat(rig.messages()
                            .changeVisibility(queue.name(), List.of(new VisibilityChange(message.handle, seconds))))
                    .containsExactly(ReceiptResult.DONE);
            message.hiddenUntil = clock.instant().plusSeconds(seconds);
        }

        private void delete(Expected message, ReceiptResult expected) {
            assertThat(rig.messages().delete(queue.name(), List.of(message.handle)))
                    .containsExactly(expected);
            groups.values().forEach(messages -> messages.remove(message));
        }

        private List<Expected> inFlight() {
            return groups.values().stream()
                    .flatMap(List::stream)
                    .filter(this::isInFlight)
                    .toList();
        }

        private boolean isInFlight(Expected message) {
            return message.hiddenUntil.isAfter(clock.instant());
        }
    }
}
