// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.credential;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.TriggerCredentials;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.Triggers;
import io.glowplug.trigger.credential.CredentialRows.StoredCredential;
import io.glowplug.trigger.kind.CheckedSettings;
import io.glowplug.trigger.kind.TriggerKinds;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door to credentials. Each change raises the trigger's revision, which is how the nodes learn of it. */
@Component
class StoredCredentials implements TriggerCredentials {

    private static final Logger LOG = LoggerFactory.getLogger(StoredCredentials.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int SECRET_BYTES = 32;

    private final CredentialRows rows;
    private final Triggers triggers;
    private final TriggerKinds kinds;
    private final InstantSource time;
    private final SecureRandom random = new SecureRandom();

    StoredCredentials(CredentialRows rows, Triggers triggers, TriggerKinds kinds, InstantSource time) {
        this.rows = rows;
        this.triggers = triggers;
        this.kinds = kinds;
        this.time = time;
    }

    @Override
    @Transactional
    public Issued add(
            UUID triggerId, Kind kind, String name, @Nullable SecretText secret, @Nullable Instant expiresAt) {
        Violations.of()
                .check(
                        NAME.matcher(name).matches(),
                        "name",
                        "must be 1 to 64 letters, digits, hyphens, underscores or dots")
                .refuseIfAny();
        TriggerDefinition trigger = triggers.touch(triggerId);
        CheckedSettings<?> settings = kinds.read(trigger.type(), trigger.settings());
        refuseIfUseless(trigger, settings, kind);
        if (secret != null) {
            settings.validateSecret(secret);
        }
        refuseTooManyAndTaken(triggerId, kind, name);
        SecretText given = secret == null ? draw(kind) : secret;
        TriggerCredential credential =
                new TriggerCredential(UuidCreator.getTimeOrderedEpochPlus1(), kind, name, now(), truncated(expiresAt));
        rows.insert(triggerId, credential, given);
        return new Issued(credential, given);
    }

    @Override
    public List<TriggerCredential> list(UUID triggerId, Kind kind) {
        return rows.of(triggerId, kind).stream()
                .map(StoredCredential::credential)
                .toList();
    }

    @Override
    @Transactional
    public TriggerCredential expire(UUID triggerId, Kind kind, UUID id, @Nullable Instant expiresAt) {
        triggers.touch(triggerId);
        if (!rows.expire(triggerId, kind, id, truncated(expiresAt))) {
            throw unknown(id);
        }
        if (kind == Kind.SIGNING_SECRET && valid(triggerId, kind) > MOST_SECRETS) {
            throw tooMany(kind, MOST_SECRETS);
        }
        return list(triggerId, kind).stream()
                .filter(credential -> credential.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    @Override
    @Transactional
    public void remove(UUID triggerId, Kind kind, UUID id) {
        triggers.touch(triggerId);
        if (!rows.remove(triggerId, kind, id)) {
            throw unknown(id);
        }
    }

    @Override
    public Reencryption reencrypt() {
        int changed = 0;
        int unreadable = 0;
        for (StoredCredential row : rows.sealed()) {
            if (rows.isCurrent(row)) {
                continue;
            }
            Optional<SecretText> secret = rows.open(row);
            if (secret.isEmpty()) {
                LOG.warn(
                        "No key of this node opens the signing secret {}",
                        row.credential().id());
                unreadable++;
            } else {
                changed += rows.reseal(row, secret.get()) ? 1 : 0;
            }
        }
        return new Reencryption(changed, unreadable);
    }

    private static void refuseIfUseless(TriggerDefinition trigger, CheckedSettings<?> settings, Kind kind) {
        if (settings.credentials().filter(kind::equals).isEmpty()) {
            throw RefusedException.conflict("The trigger " + trigger.name() + " does not tell its callers by "
                    + words(kind) + ": it would never look at one.");
        }
    }

    private void refuseTooManyAndTaken(UUID triggerId, Kind kind, String name) {
        List<StoredCredential> known = rows.of(triggerId, kind);
        if (known.stream().anyMatch(row -> row.credential().name().equals(name))) {
            throw RefusedException.conflict("The trigger has a credential called " + name + " already.");
        }
        if (kind == Kind.SIGNING_SECRET && valid(triggerId, kind) >= MOST_SECRETS) {
            throw tooMany(kind, MOST_SECRETS);
        }
        if (known.size() >= MOST_KEYS) {
            throw tooMany(kind, MOST_KEYS);
        }
    }

    private long valid(UUID triggerId, Kind kind) {
        Instant now = now();
        return rows.of(triggerId, kind).stream()
                .filter(row -> row.isValidAt(now))
                .count();
    }

    private SecretText draw(Kind kind) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return new SecretText(
                switch (kind) {
                    case API_KEY ->
                        "gpk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                    case SIGNING_SECRET -> "whsec_" + Base64.getEncoder().encodeToString(bytes);
                });
    }

    private static RefusedException tooMany(Kind kind, int most) {
        return RefusedException.conflict(
                "A trigger can have at most " + most + " valid " + words(kind) + ": remove one, or let it expire.");
    }

    private static RefusedException unknown(UUID id) {
        return RefusedException.notFound("The trigger has no credential " + id + ".");
    }

    private static String words(Kind kind) {
        return switch (kind) {
            case API_KEY -> "API keys";
            case SIGNING_SECRET -> "signing secrets";
        };
    }

    private Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable Instant truncated(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }
}
