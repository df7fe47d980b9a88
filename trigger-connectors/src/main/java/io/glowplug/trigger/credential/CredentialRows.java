// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.credential;

import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.UnreadableSecretException;
import io.glowplug.trigger.TriggerCredentials.Kind;
import io.glowplug.trigger.TriggerCredentials.TriggerCredential;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code trigger_credential}. */
@Component
public class CredentialRows {

    private static final String COLUMNS = "id, trigger_id, kind, name, hash, sealed, created_at, expires_at";
    private static final String OF_TRIGGER = "select " + COLUMNS
            + " from trigger_credential where trigger_id = :trigger and kind = :kind order by created_at, id";
    private static final String SEALED = "select " + COLUMNS + " from trigger_credential where sealed is not null";
    private static final String INSERT = """
            insert into trigger_credential (id, trigger_id, kind, name, hash, sealed, created_at, expires_at)
            values (:id, :trigger, :kind, :name, :hash, :sealed, :now, :expires)
            """;
    private static final String EXPIRE = """
            update trigger_credential set expires_at = :expires
            where id = :id and trigger_id = :trigger and kind = :kind
            """;
    private static final String REMOVE =
            "delete from trigger_credential where id = :id and trigger_id = :trigger and kind = :kind";
    private static final String RESEAL =
            "update trigger_credential set sealed = :sealed where id = :id and sealed = :before";

    private final JdbcClient jdbc;
    private final ObjectProvider<SecretCipher> cipher;

    CredentialRows(JdbcClient jdbc, ObjectProvider<SecretCipher> cipher) {
        this.jdbc = jdbc;
        this.cipher = cipher;
    }

    /**
     * A row. One of {@code hash} and {@code sealed} is null.
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record StoredCredential(
            TriggerCredential credential, UUID triggerId, byte @Nullable [] hash, byte @Nullable [] sealed) {

        public boolean isValidAt(Instant time) {
            Instant end = credential.expiresAt();
            return end == null || time.isBefore(end);
        }
    }

    /** What is kept of an API key. It has 256 random bits, so that a plain hash tells nobody anything. */
    public static byte[] hash(String apiKey) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(apiKey.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Reads a trigger's credentials as of now, also from within a transaction that has just ended. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRES_NEW)
    public List<StoredCredential> read(UUID triggerId, Kind kind) {
        return of(triggerId, kind);
    }

    /** Opens a signing secret; empty if no key of this node does. */
    public Optional<SecretText> open(StoredCredential row) {
        byte[] sealed = row.sealed();
        try {
            return sealed == null
                    ? Optional.empty()
                    : Optional.of(new SecretText(cipher.getObject().decrypt(sealed, owner(row))));
        } catch (UnreadableSecretException replaced) {
            return Optional.empty();
        }
    }

    List<StoredCredential> of(UUID triggerId, Kind kind) {
        return jdbc.sql(OF_TRIGGER)
                .param("trigger", triggerId)
                .param("kind", label(kind))
                .query(CredentialRows::row)
                .list();
    }

    List<StoredCredential> sealed() {
        return jdbc.sql(SEALED).query(CredentialRows::row).list();
    }

    void insert(UUID triggerId, TriggerCredential credential, SecretText secret) {
        boolean hashed = credential.kind() == Kind.API_KEY;
        jdbc.sql(INSERT)
                .param("id", credential.id())
                .param("trigger", triggerId)
                .param("kind", label(credential.kind()))
                .param("name", credential.name())
                .param("hash", hashed ? hash(secret.value()) : null)
                .param("sealed", hashed ? null : cipher.getObject().encrypt(secret.value(), owner(credential.id())))
                .param("now", utc(credential.createdAt()))
                .param("expires", utc(credential.expiresAt()))
                .update();
    }

    boolean expire(UUID triggerId, Kind kind, UUID id, @Nullable Instant expiresAt) {
        return jdbc.sql(EXPIRE)
                        .param("id", id)
                        .param("trigger", triggerId)
                        .param("kind", label(kind))
                        .param("expires", utc(expiresAt))
                        .update()
                > 0;
    }

    boolean remove(UUID triggerId, Kind kind, UUID id) {
        return jdbc.sql(REMOVE)
                        .param("id", id)
                        .param("trigger", triggerId)
                        .param("kind", label(kind))
                        .update()
                > 0;
    }

    boolean isCurrent(StoredCredential row) {
        byte[] sealed = row.sealed();
        return sealed == null || cipher.getObject().isCurrent(sealed, owner(row));
    }

    boolean reseal(StoredCredential row, SecretText secret) {
        return jdbc.sql(RESEAL)
                        .param("id", row.credential().id())
                        .param("before", row.sealed())
                        .param("sealed", cipher.getObject().encrypt(secret.value(), owner(row)))
                        .update()
                > 0;
    }

    private static String owner(StoredCredential row) {
        return owner(row.credential().id());
    }

    private static String owner(UUID id) {
        return "trigger-credential/" + id;
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static StoredCredential row(ResultSet row, int number) throws SQLException {
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new StoredCredential(
                new TriggerCredential(
                        row.getObject("id", UUID.class),
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("name"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        expires == null ? null : expires.toInstant()),
                row.getObject("trigger_id", UUID.class),
                row.getBytes("hash"),
                row.getBytes("sealed"));
    }
}
