// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.ProvisionedSetting;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code provisioned_concurrency}. */
@Entity
@Table(name = "provisioned_concurrency")
class StoredProvision {

    @Embeddable
    record Key(UUID functionId, String qualifier) implements Serializable {}

    @EmbeddedId
    private Key key;

    private @Nullable Integer version;

    /** Null exactly when there is a version. Only the database reads it, to delete this along with the alias. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable String alias;

    private int environments;
    private Instant modifiedAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    StoredProvision() {}

    StoredProvision(Key key, int environments, Instant now) {
        this.key = key;
        this.version = VersionNumbers.parse(key.qualifier()).orElse(null);
        this.alias = version == null ? key.qualifier() : null;
        this.environments = environments;
        this.modifiedAt = now;
    }

    Key key() {
        return key;
    }

    int environments() {
        return environments;
    }

    ProvisionedSetting toSetting(String functionName) {
        return new ProvisionedSetting(functionName, key.qualifier(), environments, modifiedAt);
    }
}
