// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glowplug.testing.PgBouncer;
import io.glowplug.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two nodes behind a real PgBouncer in transaction mode; one hears hints past it, and one is drained. */
class PoolerAndDrainIT {

    private static final String MASTER_KEY = "bm9kZXMgdGhhdCBzaGFyZSBvbmUgZGF0YWJhc2UgLi4=";
    private static final String ECHO = "exports.handler = async (event) => event";

    @TempDir
    Path directory;

    @Test
    void nodesWorkBehindATransactionPoolerAndADrainedOneHandsEverythingOver() throws Exception {
        assumeTrue(PgBouncer.isInstalled(), PgBouncer.MISSING);
        String database = TestPostgres.createDatabase();
        try (PgBouncer bouncer = PgBouncer.before(database, "transaction");
                PlatformProcess deaf = node("deaf", bouncer.jdbcUrl());
                PlatformProcess hearing =
                        node("hearing", bouncer.jdbcUrl()).with("GLOWPLUG_DATABASE_LISTEN_URL", database)) {
            deaf.start();
            hearing.start();
            assertThat(Files.readString(deaf.log())).contains("A pooler lends connections");
            assertThat(Files.readString(hearing.log())).doesNotContain("A pooler lends connections");
            Rest rest = deaf.rest();
            rest.createFunction(
                    "echo",
                    "nodejs20.x",
                    "index.handler",
                    Rest.JSON.createObjectNode().put("index.js", ECHO),
                    Map.of());
            rest.post("/api/v1/triggers", """
                    {"name": "every-second", "function": "echo", "type": "schedule",
                     "settings": {"expression": "rate(1 second)"}}
                    """, 201);
            for (int n = 0; n < 300; n++) {
                Rest caller = n % 2 == 0 ? rest : hearing.rest();
                assertThat(caller.invokeAsync("echo", Integer.toString(n), Map.of("Idempotency-Key", "key-" + n))
                                .statusCode())
                        .isEqualTo(202);
            }
            assertThat(hearing.rest().invoke("echo", "{\"n\":1}").body()).isEqualTo("{\"n\":1}");
            await("everything is settled and the schedule fires")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> rest.ledger("echo").succeeded() > 302);

            String drained = self(hearing);
            assertThat(rest.get("/api/v1/nodes").get("items")).hasSize(2);
            rest.post("/api/v1/nodes/" + drained + "/drain", "", 200);
            await("the node is drained")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> rest.get("/api/v1/nodes/" + drained)
                            .get("state")
                            .asString()
                            .equals("drained"));
            await("it is not ready")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> !hearing.rest().isReady());
            assertThat(hearing.rest().invoke("echo", "{\"n\":2}").body()).isEqualTo("{\"n\":2}");
            hearing.stop();
            await("the other one leads")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> rest.get("/api/v1/nodes/" + self(deaf))
                            .get("leader")
                            .asBoolean());
            assertThat(rest.get("/api/v1/nodes/" + drained).get("state").asString())
                    .isEqualTo("gone");

            rest.postRaw("/api/v1/triggers/every-second/pause", "", Map.of());
            await("everything is settled")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> rest.ledger("echo").settled());
            assertThat(rest.ledger("echo").balances()).isTrue();
            assertThat(Files.readString(deaf.log()))
                    .doesNotContain("prepared statement")
                    .doesNotContain("\tat ");
        }
    }

    private static String self(PlatformProcess node) {
        for (JsonNode one : node.rest().get("/api/v1/nodes").get("items")) {
            if (one.get("self").asBoolean()) {
                return one.get("id").asString();
            }
        }
        throw new AssertionError("the node does not know itself");
    }

    private PlatformProcess node(String name, String databaseUrl) {
        return PlatformProcess.in(directory.resolve(name))
                .with("GLOWPLUG_DATABASE_URL", databaseUrl)
                .with("GLOWPLUG_MASTER_KEY", MASTER_KEY);
    }
}
