// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.testevents;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A test event as stored. */
@Entity
@Table(name = "test_event")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"})
class TestEventRow {

    @Id
    private UUID id;

    private String functionName;
    private String name;
    private String payload;
    private Instant modifiedAt;

    protected TestEventRow() {}

    TestEventRow(UUID id, String functionName, String name) {
        this.id = id;
        this.functionName = functionName;
        this.name = name;
    }

    void replacePayload(String json, Instant now) {
        payload = json;
        modifiedAt = now;
    }

    String name() {
        return name;
    }

    String payload() {
        return payload;
    }

    Instant modifiedAt() {
        return modifiedAt;
    }
}
