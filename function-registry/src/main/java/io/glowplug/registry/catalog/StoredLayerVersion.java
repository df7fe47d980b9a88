// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.LayerVersion;
import io.glowplug.registry.NewLayerVersion;
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
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.springframework.data.domain.Persistable;

/** A row of {@code layer_version}, never updated. */
@Entity
@Immutable
@Table(name = "layer_version")
class StoredLayerVersion implements Persistable<StoredLayerVersion.Key> {

    @Embeddable
    record Key(String layerName, int number) implements Serializable {}

    @EmbeddedId
    private Key key;

    private String description;

    @JdbcTypeCode(SqlTypes.JSON)
    private List<String> compatibleRuntimes;

    private String licenseInfo;

    @Embedded
    private CodeColumns code;

    private Instant publishedAt;

    @Transient
    private boolean stored;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    StoredLayerVersion() {}

    StoredLayerVersion(NewLayerVersion version, int number, CodePackage code, Instant now) {
        this.key = new Key(version.name(), number);
        this.description = version.description();
        this.compatibleRuntimes = version.compatibleRuntimes();
        this.licenseInfo = version.licenseInfo();
        this.code = CodeColumns.of(code);
        this.publishedAt = now;
    }

    CodePackage code() {
        return code.toCodePackage();
    }

    boolean isFor(String runtime) {
        return compatibleRuntimes.isEmpty() || compatibleRuntimes.contains(runtime);
    }

    LayerVersion toLayerVersion() {
        return new LayerVersion(
                key.layerName(), key.number(), description, compatibleRuntimes, licenseInfo, code(), publishedAt);
    }

    FunctionLayer toFunctionLayer() {
        return new FunctionLayer(key.layerName(), key.number(), code());
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
