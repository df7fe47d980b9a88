// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.Load;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutageTest {

    private static final int EVENTS = 5_000;

    @TempDir
    private Path data;

    @Test
    void whatWasAcceptedBeforePostgresRestartedStaysAcceptedAndTheNodeGoesOn() throws IOException {
        int port = freePort();
        EmbeddedPostgres before = start(port);
        try (var dispatch = new DispatchHarness(before.getJdbcUrl("postgres", "postgres"))) {
            var function = dispatch.function("count");
            var node = dispatch.startNode();
            var offered =
                    CompletableFuture.supplyAsync(() -> Load.offer(node, function, EVENTS), Thread::startVirtualThread);
            await().atMost(ofSeconds(30)).until(() -> function.attempts() > 500);

            before.close();
            EmbeddedPostgres after = start(port);
            try {
                int refused = offered.join();
                dispatch.advance(ofSeconds(16));
                await().atMost(ofMinutes(2)).ignoreExceptions().until(() -> dispatch.count("invocation") == 0);

                assertThat(refused).isLessThan(EVENTS);
                assertThat(dispatch.count("event")).isGreaterThanOrEqualTo(EVENTS - refused);
                assertThat((long) function.invocations()).isEqualTo(dispatch.count("event"));
                dispatch.assertBalanced();
                dispatch.closeNodes();
            } finally {
                after.close();
            }
        }
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
