// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionVersion;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code function_alias}; a null version stands for {@code $LATEST}. */
@Entity
@Table(name = "function_alias")
class StoredAlias {

    @Embeddable
    record Key(UUID functionId, String name) implements Serializable {}

    @EmbeddedId
    private Key key;

    @Version
    private @Nullable Long revision;

    private String description;
    private @Nullable Integer version;
    private @Nullable Integer additionalVersion;
    private @Nullable Double additionalWeight;
    private Instant modifiedAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    StoredAlias() {}

    StoredAlias(UUID functionId, String name, AliasTarget target, String description, Instant now) {
        this.key = new Key(functionId, name);
        this.description = description;
        this.modifiedAt = now;
        pointAt(target);
    }

    long revision() {
        return Objects.requireNonNull(revision, "a stored alias has a revision");
    }

    /** Takes over a new target; nothing is stored, and the revision stays, when that is what it was. */
    void apply(AliasTarget target, String newDescription, Instant now) {
        if (target.equals(target()) && newDescription.equals(description)) {
            return;
        }
        pointAt(target);
        description = newDescription;
        modifiedAt = now;
    }

    AliasTarget target() {
        return new AliasTarget(version, additionalVersion, additionalWeight);
    }

    FunctionAlias toAlias(String functionName) {
        return new FunctionAlias(
                functionName,
                key.name(),
                version == null ? FunctionVersion.LATEST : version.toString(),
                description,
                additionalVersion == null || additionalWeight == null
                        ? Map.of()
                        : Map.of(additionalVersion.toString(), additionalWeight),
                revision(),
                modifiedAt);
    }

    private void pointAt(AliasTarget target) {
        version = target.version();
        additionalVersion = target.additionalVersion();
        additionalWeight = target.additionalWeight();
    }
}
