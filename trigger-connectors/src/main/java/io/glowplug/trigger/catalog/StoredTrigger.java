// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.trigger.TriggerDefinition;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** A row of {@code trigger}. Its revision is JPA's version: it rises when a change is flushed, and only then. */
@Entity
@Table(name = "trigger")
class StoredTrigger {

    @Id
    private UUID id;

    private String name;
    private String functionName;
    private @Nullable String qualifier;
    private String type;

    @ColumnTransformer(write = "cast(? as json)")
    private String settings;

    @ColumnTransformer(write = "cast(? as json)")
    private @Nullable String filter;

    @Embedded
    private BatchColumns batch;

    @Embedded
    private RetryColumns retry;

    @Embedded
    private DeliveryColumns delivery;

    @ColumnTransformer(write = "cast(? as json)")
    private @Nullable String idempotency;

    private @Nullable Instant pausedAt;
    private Instant sourceSince;

    @Version
    private @Nullable Long revision;

    private Instant createdAt;
    private Instant modifiedAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    StoredTrigger() {}

    /** Makes the row of a new trigger; the definition's revision is left to JPA. */
    StoredTrigger(TriggerDefinition definition) {
        this.id = definition.id();
        this.type = definition.type();
        this.createdAt = definition.createdAt();
        take(definition);
    }

    /** Takes over everything that can change. Nothing is stored, and the revision stays, when that is what it was. */
    final void take(TriggerDefinition definition) {
        this.name = definition.name();
        this.functionName = definition.functionName();
        this.qualifier = definition.qualifier();
        this.settings = definition.settings();
        this.filter = definition.filter();
        this.batch = BatchColumns.of(definition.batch());
        this.retry = RetryColumns.of(definition.retry());
        this.delivery = DeliveryColumns.of(definition.delivery());
        this.idempotency = IdempotencyColumn.of(definition.idempotency());
        this.pausedAt = definition.pausedAt();
        this.sourceSince = definition.sourceSince();
        this.modifiedAt = definition.modifiedAt();
    }

    /** Notes a change of what belongs to the trigger elsewhere. Two in one instant are two changes. */
    void touch(Instant now) {
        modifiedAt = now.isAfter(modifiedAt) ? now : modifiedAt.plus(1, ChronoUnit.MICROS);
    }

    TriggerDefinition toDefinition() {
        return new TriggerDefinition(
                id,
                name,
                functionName,
                qualifier,
                type,
                settings,
                filter,
                batch.toSettings(),
                retry.toPolicy(),
                delivery.toSettings(),
                IdempotencyColumn.toRule(idempotency),
                pausedAt != null,
                pausedAt,
                sourceSince,
                Objects.requireNonNull(revision, "a stored trigger has a revision"),
                createdAt,
                modifiedAt);
    }
}
