// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.PublishedVersion;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.springframework.data.domain.Persistable;

/** A row of {@code function_version}, never updated. */
@Entity
@Immutable
@Table(name = "function_version")
class StoredVersion implements Persistable<StoredVersion.Key> {

    @Embeddable
    record Key(UUID functionId, int number) implements Serializable {}

    @EmbeddedId
    private Key key;

    private long functionRevision;
    private String versionDescription;

    @Embedded
    private ConfigurationColumns configuration;

    @Embedded
    private CodeColumns code;

    private Instant publishedAt;

    @Transient
    private boolean stored;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    StoredVersion() {}

    StoredVersion(StoredFunction function, int number, String description, Instant now) {
        this.key = new Key(function.id(), number);
        this.functionRevision = function.revision();
        this.versionDescription = description;
        this.configuration = ConfigurationColumns.of(function.configuration());
        this.code = CodeColumns.of(function.code());
        this.publishedAt = now;
    }

    /** Returns whether publishing that function as it stands would only repeat this version. */
    boolean repeats(FunctionConfiguration otherConfiguration, CodePackage otherCode) {
        return configuration.equals(ConfigurationColumns.of(otherConfiguration))
                && code.equals(CodeColumns.of(otherCode));
    }

    int number() {
        return key.number();
    }

    FunctionConfiguration configuration() {
        return configuration.toConfiguration();
    }

    PublishedVersion toPublishedVersion(String functionName) {
        return new PublishedVersion(
                functionName,
                key.number(),
                versionDescription,
                configuration.toConfiguration(),
                code.toCodePackage(),
                publishedAt);
    }

    FunctionVersion toFunctionVersion(FunctionDetails function) {
        return new FunctionVersion(
                function.id(),
                function.name(),
                String.valueOf(key.number()),
                functionRevision,
                configuration.toConfiguration(),
                code.toCodePackage(),
                function.asyncRetry());
    }

    @Override
    public Key getId() {
        return key;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }

    @PostLoad
    @PostPersist
    void markStored() {
        stored = true;
    }
}
