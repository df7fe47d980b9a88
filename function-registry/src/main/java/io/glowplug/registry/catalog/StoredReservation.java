// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A row of {@code function_concurrency}. */
@Entity
@Table(name = "function_concurrency")
class StoredReservation {

    @Id
    private UUID functionId;

    private int reserved;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    StoredReservation() {}

    StoredReservation(UUID functionId, int reserved) {
        this.functionId = functionId;
        this.reserved = reserved;
    }

    UUID functionId() {
        return functionId;
    }

    int reserved() {
        return reserved;
    }
}
