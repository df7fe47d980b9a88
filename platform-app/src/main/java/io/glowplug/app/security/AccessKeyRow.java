// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import org.springframework.data.domain.Persistable;

/** An access key as stored. */
@Entity
@Table(name = "access_key")
@SuppressWarnings("NullAway.Init")
class AccessKeyRow implements Persistable<String> {

    @Id
    private String id;

    @Column(name = "secret_encrypted")
    private byte[] encryptedSecret;

    private String role;
    private String description;
    private boolean enabled;
    private Instant createdAt;
    private String createdBy;

    @Transient
    private boolean stored;

    protected AccessKeyRow() {}

    AccessKeyRow(AccessKey key, byte[] encryptedSecret) {
        this.id = key.id();
        this.encryptedSecret = encryptedSecret;
        this.role = key.role().label();
        this.description = key.description();
        this.enabled = key.enabled();
        this.createdAt = key.createdAt();
        this.createdBy = key.createdBy();
    }

    AccessKey toAccessKey() {
        return new AccessKey(id, Role.ofLabel(role), description, enabled, createdAt, createdBy);
    }

    byte[] encryptedSecret() {
        return encryptedSecret;
    }

    void enable(boolean yes) {
        enabled = yes;
    }

    void replaceSecret(byte[] encrypted) {
        encryptedSecret = encrypted;
    }

    @PostLoad
    @PostPersist
    void markStored() {
        stored = true;
    }

    @Override
    public String getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !stored;
    }
}
