// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.Hints;
import io.glowplug.dispatch.testing.DispatchHarness;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Hints between two nodes on one database. */
class HintsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TOPICS = 300;

    @Test
    void aHintIsHeardOnItsTopicOnEveryNodeUntilTheListeningEnds() {
        try (DispatchHarness dispatch = new DispatchHarness()) {
            Hints here = dispatch.startNode().bean(Hints.class);
            Hints there = dispatch.startNode().bean(Hints.class);
            AtomicInteger heardHere = new AtomicInteger();
            AtomicInteger heardThere = new AtomicInteger();
            AtomicInteger heardOfOther = new AtomicInteger();
            Hints.Listening ending = here.listen("queue:a", heardHere::incrementAndGet);
            there.listen("queue:a", heardThere::incrementAndGet);
            there.listen("queue:b", heardOfOther::incrementAndGet);
            // A listener is told once when its node's connection is opened: hints may have been lost before.
            await().atMost(PATIENCE).until(() -> {
                here.raise("queue:a");
                return heardThere.get() > 1;
            });
            int before = heardHere.get();
            here.raise("queue:a");
            assertThat(heardHere.get()).as("at once on the node itself").isEqualTo(before + 1);
            assertThat(heardOfOther.get()).isLessThanOrEqualTo(1);

            ending.close();
            here.raise("queue:a");
            assertThat(heardHere.get()).isEqualTo(before + 1);
        }
    }

    @Test
    void manyTopicsAtOnceAreAllTold() {
        try (DispatchHarness dispatch = new DispatchHarness()) {
            Hints here = dispatch.startNode().bean(Hints.class);
            Hints there = dispatch.startNode().bean(Hints.class);
            Set<Integer> heard = ConcurrentHashMap.newKeySet();
            for (int topic = 0; topic < TOPICS; topic++) {
                int number = topic;
                there.listen("topic-" + "x".repeat(90) + topic, () -> heard.add(number));
            }
            await().atMost(PATIENCE).until(() -> {
                for (int topic = 0; topic < TOPICS; topic++) {
                    here.raise("topic-" + "x".repeat(90) + topic);
                }
                return heard.size() == TOPICS;
            });
        }
    }
}
