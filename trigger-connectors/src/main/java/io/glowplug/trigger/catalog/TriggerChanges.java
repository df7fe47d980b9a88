// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells this node and the others that a trigger changed. The counter is a row rather than a sequence: it becomes
 * visible with the change itself, never before.
 */
@Component
class TriggerChanges {

    private static final String RAISE = "update trigger_change set counter = counter + 1";
    private static final String COUNTER = "select counter from trigger_change";

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    TriggerChanges(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /** Call last in a transaction, after its rows were flushed: everybody who changes anything waits for this row. */
    void record(UUID triggerId) {
        jdbc.sql(RAISE).update();
        events.publishEvent(new TriggerChanged(triggerId));
    }

    /** Returns a number that is higher after every change, made on whichever node. */
    long counter() {
        return jdbc.sql(COUNTER).query(Long.class).single();
    }
}
