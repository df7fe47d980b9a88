// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.registry.RefusedException;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sees to it that no two triggers take the same requests. */
@Component
public class EndpointClaims {

    private static final String GIVE_UP = "delete from ingress_endpoint where trigger_id = :trigger";
    private static final String TAKE = """
            insert into ingress_endpoint (identity, trigger_id) values (:identity, :trigger)
            on conflict (identity) do nothing
            """;
    private static final String HOLDER = """
            select t.name from ingress_endpoint e join trigger t on t.id = e.trigger_id where e.identity = :identity
            """;

    private final JdbcClient jdbc;

    EndpointClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Takes the endpoints for a trigger, in the transaction that stores it, instead of those that it had. Whoever wants
     * the same one at the same time waits for that transaction.
     *
     * @throws RefusedException if another trigger has one of them, by its name
     */
    public void take(UUID triggerId, List<Endpoint> endpoints) {
        jdbc.sql(GIVE_UP).param("trigger", triggerId).update();
        TreeSet<String> identities = new TreeSet<>();
        endpoints.forEach(endpoint -> identities.add(endpoint.identity()));
        for (String identity : identities) {
            int taken = jdbc.sql(TAKE)
                    .param("identity", identity)
                    .param("trigger", triggerId)
                    .update();
            if (taken == 0) {
                String holder = jdbc.sql(HOLDER)
                        .param("identity", identity)
                        .query(String.class)
                        .optional()
                        .orElse("another one");
                throw RefusedException.conflict(
                        "The trigger " + holder + " takes the same requests already: " + identity + ".");
            }
        }
    }
}
