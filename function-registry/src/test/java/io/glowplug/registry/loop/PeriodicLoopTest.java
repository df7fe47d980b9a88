// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicLoopTest {

    private static final Duration NEVER = Duration.ofDays(1);

    private final BlockingQueue<Integer> rounds = new LinkedBlockingQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    @Test
    void runsAtOnceAndAfterEachInterval() throws Exception {
        PeriodicLoop loop = new PeriodicLoop("test", Duration.ofMillis(1), this::round);
        loop.start();

        assertThat(nextRound()).isEqualTo(1);
        assertThat(nextRound()).isEqualTo(2);
        loop.stop();
        assertThat(loop.isRunning()).isFalse();
    }

    @Test
    void runsSoonerWhenWoken() throws Exception {
        PeriodicLoop loop = new PeriodicLoop("test", NEVER, this::round);
        loop.start();
        assertThat(nextRound()).isEqualTo(1);

        loop.wake();
        assertThat(nextRound()).isEqualTo(2);
        loop.stop();
    }

    @Test
    void goesOnAfterARoundThatFailed() throws Exception {
        PeriodicLoop loop = new PeriodicLoop("test", Duration.ofMillis(1), () -> {
            round();
            throw new IllegalStateException("on purpose");
        });
        loop.start();

        assertThat(nextRound()).isEqualTo(1);
        assertThat(nextRound()).isEqualTo(2);
        loop.stop();
    }

    @Test
    void stoppingWaitsForTheRoundUnderWayAndNoneFollows() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        PeriodicLoop loop = new PeriodicLoop("test", Duration.ofMillis(1), () -> {
            round();
            begun.countDown();
            awaitUnchecked(mayEnd);
            ended.set(true);
        });
        loop.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        Thread releaser = Thread.ofVirtual().start(mayEnd::countDown);
        loop.stop();
        releaser.join();

        assertThat(ended).isTrue();
        assertThat(count).hasValue(1);
    }

    @Test
    void startsAgainAfterAStopAndIgnoresDoubleStartsAndStops() throws Exception {
        PeriodicLoop loop = new PeriodicLoop("test", NEVER, this::round);
        loop.stop();
        loop.start();
        loop.start();
        assertThat(nextRound()).isEqualTo(1);
        loop.stop();
        loop.stop();

        loop.start();
        assertThat(nextRound()).isEqualTo(2);
        loop.stop();
    }

    private void round() {
        rounds.add(count.incrementAndGet());
    }

    private Integer nextRound() throws InterruptedException {
        return rounds.poll(10, TimeUnit.SECONDS);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
