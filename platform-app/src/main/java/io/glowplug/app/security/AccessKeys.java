// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.app.settings.MasterKey;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What administrators do to access keys. The secret is encrypted rather than hashed: signatures need it again. */
@Component
class AccessKeys {

    static final String PLATFORM = "platform";

    private static final String ID_PREFIX = "GPAK";
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_CHARACTERS = 16;
    private static final int SECRET_CHARACTERS = 40;
    private static final int MAX_DESCRIPTION = 256;

    private final AccessKeyRepository repository;
    private final MasterKey masterKey;
    private final AccessKeyRing ring;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    AccessKeys(AccessKeyRepository repository, MasterKey masterKey, AccessKeyRing ring, InstantSource clock) {
        this.repository = repository;
        this.masterKey = masterKey;
        this.ring = ring;
        this.clock = clock;
    }

    /** A new access key with its secret, which is told this once. */
    record Issued(AccessKey key, String secret) {}

    @Transactional
    Issued create(Role role, String description, String createdBy) {
        if (description.length() > MAX_DESCRIPTION) {
            throw RefusedException.invalid("description", "must have at most " + MAX_DESCRIPTION + " characters");
        }
        String id = ID_PREFIX + randomText(ID_ALPHABET, ID_CHARACTERS);
        return store(id, randomText(SECRET_ALPHABET, SECRET_CHARACTERS), role, description, createdBy);
    }

    /** Makes the first administrator if there is no access key yet. Several nodes may try at once; one does it. */
    @Transactional
    Optional<Issued> createFirst() {
        repository.serializeChanges();
        return repository.count() > 0
                ? Optional.empty()
                : Optional.of(create(Role.ADMINISTRATOR, "first administrator", PLATFORM));
    }

    /** Sees to it that an enabled administrator with exactly this id and secret exists. */
    @Transactional
    void ensureAdministrator(String id, String secret) {
        repository.serializeChanges();
        repository
                .findById(id)
                .ifPresentOrElse(
                        row -> {
                            if (row.toAccessKey().role() != Role.ADMINISTRATOR) {
                                throw RefusedException.conflict("the access key " + id + " is no administrator's");
                            }
                            row.replaceSecret(masterKey.encrypt(secret, id));
                            row.enable(true);
                        },
                        () -> store(id, secret, Role.ADMINISTRATOR, "set by environment variables", PLATFORM));
        ring.forgetAfterCommit();
    }

    Page<AccessKey> list(PageRequest page) {
        String after = page.cursor() == null ? "" : page.cursor();
        List<AccessKey> keys = repository.findByIdGreaterThanOrderById(after, Limit.of(page.limit() + 1)).stream()
                .map(AccessKeyRow::toAccessKey)
                .toList();
        if (keys.size() <= page.limit()) {
            return new Page<>(keys, null);
        }
        return new Page<>(
                keys.subList(0, page.limit()), keys.get(page.limit() - 1).id());
    }

    AccessKey get(String id) {
        return row(id).toAccessKey();
    }

    @Transactional
    AccessKey enable(String id) {
        AccessKeyRow row = row(id);
        row.enable(true);
        ring.forgetAfterCommit();
        return row.toAccessKey();
    }

    @Transactional
    AccessKey disable(String id) {
        repository.serializeChanges();
        AccessKeyRow row = row(id);
        keepAnAdministrator(row);
        row.enable(false);
        ring.forgetAfterCommit();
        return row.toAccessKey();
    }

    @Transactional
    void delete(String id) {
        repository.serializeChanges();
        AccessKeyRow row = row(id);
        keepAnAdministrator(row);
        repository.delete(row);
        ring.forgetAfterCommit();
    }

    /**
     * Encrypts anew, under the master key in use, the secrets that were encrypted under another one; returns how many.
     */
    @Transactional
    int reencrypt() {
        repository.serializeChanges();
        int changed = 0;
        for (AccessKeyRow row : repository.findAll()) {
            String id = row.toAccessKey().id();
            if (!masterKey.isCurrent(row.encryptedSecret(), id)) {
                row.replaceSecret(masterKey.encrypt(masterKey.decrypt(row.encryptedSecret(), id), id));
                changed++;
            }
        }
        ring.forgetAfterCommit();
        return changed;
    }

    private Issued store(String id, String secret, Role role, String description, String createdBy) {
        AccessKey key = new AccessKey(id, role, description, true, clock.instant(), createdBy);
        repository.save(new AccessKeyRow(key, masterKey.encrypt(secret, id)));
        ring.forgetAfterCommit();
        return new Issued(key, secret);
    }

    private AccessKeyRow row(String id) {
        return repository.findById(id).orElseThrow(() -> RefusedException.notFound("there is no access key " + id));
    }

    private void keepAnAdministrator(AccessKeyRow row) {
        AccessKey key = row.toAccessKey();
        if (key.role() == Role.ADMINISTRATOR
                && key.enabled()
                && repository.countByRoleAndEnabledTrue(Role.ADMINISTRATOR.label()) == 1) {
            throw RefusedException.conflict(
                    "the access key " + key.id() + " is the last enabled one of an administrator, so it must stay");
        }
    }

    private String randomText(String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
