// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionState;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of {@code function}. Its revision is JPA's version: it rises when a change is flushed, and only then. */
@Entity
@Table(name = "function")
class StoredFunction {

    private static final FunctionState CREATING = new FunctionState.Pending("The function is being created.");

    @Id
    private UUID id;

    private String name;

    @Version
    private @Nullable Long revision;

    @Embedded
    private StateColumns state;

    @Embedded
    private ConfigurationColumns configuration;

    @Embedded
    private RetryColumns asyncRetry;

    @Embedded
    private CodeColumns code;

    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> tags;

    private int lastVersion;
    private Instant createdAt;
    private Instant modifiedAt;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    StoredFunction() {}

    StoredFunction(UUID id, String name, FunctionDraft draft, CodePackage code, Instant now) {
        this.id = id;
        this.name = name;
        this.state = StateColumns.of(CREATING);
        this.configuration = ConfigurationColumns.of(draft.configuration());
        this.asyncRetry = RetryColumns.of(draft.asyncRetry());
        this.code = CodeColumns.of(code);
        this.tags = draft.tags();
        this.createdAt = now;
        this.modifiedAt = now;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    long revision() {
        return Objects.requireNonNull(revision, "a stored function has a revision");
    }

    FunctionState state() {
        return state.toState();
    }

    FunctionConfiguration configuration() {
        return configuration.toConfiguration();
    }

    CodePackage code() {
        return code.toCodePackage();
    }

    /** Takes over what the draft says; nothing is stored, and the revision stays, when that is what it was. */
    void apply(FunctionDraft draft, Instant now) {
        ConfigurationColumns newConfiguration = ConfigurationColumns.of(draft.configuration());
        RetryColumns newRetry = RetryColumns.of(draft.asyncRetry());
        if (newConfiguration.equals(configuration)
                && newRetry.equals(asyncRetry)
                && draft.tags().equals(tags)) {
            return;
        }
        configuration = newConfiguration;
        asyncRetry = newRetry;
        tags = draft.tags();
        modifiedAt = now;
    }

    /** Notes a change of what belongs to the function elsewhere. Two in one instant are two changes. */
    void touch(Instant now) {
        modifiedAt = now.isAfter(modifiedAt) ? now : modifiedAt.plus(1, ChronoUnit.MICROS);
    }

    /** Replaces the code. A function whose code failed gets another chance, so it is pending again. */
    void replaceCode(CodePackage newCode, Instant now) {
        boolean failed = state() instanceof FunctionState.Failed;
        if (CodeColumns.of(newCode).equals(code) && !failed) {
            return;
        }
        code = CodeColumns.of(newCode);
        modifiedAt = now;
        if (failed) {
            state = StateColumns.of(CREATING);
        }
    }

    void enter(FunctionState newState) {
        state = StateColumns.of(newState);
    }

    int nextVersionNumber() {
        lastVersion++;
        return lastVersion;
    }

    FunctionDetails toDetails() {
        return new FunctionDetails(
                id,
                name,
                state(),
                revision(),
                configuration(),
                asyncRetry.toPolicy(),
                code(),
                Map.copyOf(tags),
                createdAt,
                modifiedAt);
    }
}
