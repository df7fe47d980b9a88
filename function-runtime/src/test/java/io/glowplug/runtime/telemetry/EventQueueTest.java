// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class EventQueueTest {

    private static final int MAX_BYTES = 262_144;
    private static final int NEVER = 30_000;

    private static EventQueue queue(int timeoutMillis) {
        return new EventQueue(
                new EventSchema(TelemetryApi.TELEMETRY, "2022-12-13"),
                new Buffering(1_000, MAX_BYTES, timeoutMillis),
                InstantSource.system());
    }

    @Test
    void holdsTwiceWhatItBuffersAndSaysWhatElseCame() throws Exception {
        EventQueue queue = queue(NEVER);
        byte[] event = new byte[1024];
        for (int i = 0; i < 1_000; i++) {
            queue.offer(event);
            assertThat(queue.heldBytes()).isLessThanOrEqualTo(2 * MAX_BYTES);
        }
        assertThat(queue.take()).hasSize(256);
        assertThat(queue.heldBytes()).isEqualTo(2 * MAX_BYTES);
        queue.settle(false); // refused, so these are lost as well
        assertThat(queue.take()).hasSize(256);
        queue.settle(true);
        queue.hurry();
        List<byte[]> note = queue.take();
        assertThat(note)
                .singleElement()
                .satisfies(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                        .contains(
                                "\"type\":\"platform.logsDropped\"",
                                "\"droppedRecords\":744",
                                "\"droppedBytes\":761856"));
        queue.settle(true);
        assertThat(queue.heldBytes()).isZero();
    }

    @Test
    void cutsBatchesByNumber() throws Exception {
        EventQueue queue = queue(NEVER);
        for (int i = 0; i < 1_500; i++) {
            queue.offer(new byte[1]);
        }
        assertThat(queue.take()).hasSize(1_000);
        queue.settle(true);
        queue.hurry();
        assertThat(queue.take()).hasSize(500);
    }

    @Test
    void givesWhatThereIsWhenTheTimeIsOver() throws Exception {
        EventQueue queue = queue(25);
        queue.offer(new byte[1]);
        assertThat(queue.take()).hasSize(1);
        queue.end();
        assertThat(queue.take()).isNull();
    }
}
