// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.app.settings.MasterKey;
import io.glowplug.app.settings.StartRefusedException;
import io.glowplug.registry.DatabaseOutage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The enabled access keys with their secrets, in memory. A change made on this node counts at once, one made on another
 * node within seconds. While the database is away the keys last read go on counting.
 */
@Component
class AccessKeyRing {

    private static final Logger log = LoggerFactory.getLogger(AccessKeyRing.class);

    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    /** Compared with when there is no such key, so that the answer takes as long. */
    private static final byte[] NO_SECRET = "0000000000000000000000000000000000000000".getBytes(StandardCharsets.UTF_8);

    private final AccessKeyRepository repository;
    private final MasterKey masterKey;
    private final ReentrantLock reading = new ReentrantLock();
    private final AtomicLong changes = new AtomicLong();
    private volatile Keys keys = new Keys(Map.of(), System.nanoTime(), -1);

    AccessKeyRing(AccessKeyRepository repository, MasterKey masterKey) {
        this.repository = repository;
        this.masterKey = masterKey;
    }

    /** The keys as read when that many changes were made on this node. */
    private record Keys(Map<String, Entry> byId, long readAtNanos, long afterChanges) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(Role role, byte[] secret) {}

    /** Returns the role of the enabled key with that id and secret. */
    Optional<Role> verify(String id, byte[] secret) {
        Entry entry = current().get(id);
        boolean same = MessageDigest.isEqual(entry == null ? NO_SECRET : entry.secret, secret);
        return entry != null && same ? Optional.of(entry.role) : Optional.empty();
    }

    /** Returns the role of the enabled key with that id. */
    Optional<Role> roleOf(String id) {
        return Optional.ofNullable(current().get(id)).map(Entry::role);
    }

    /** Returns the enabled key with that id, for whoever has to check a signature. */
    Optional<SigningKeys.SigningKey> signingKey(String id) {
        return Optional.ofNullable(current().get(id))
                .map(entry -> new SigningKeys.SigningKey(new String(entry.secret, StandardCharsets.UTF_8), entry.role));
    }

    /** Has the keys read anew before the next request, once the transaction that changes them is committed. */
    void forgetAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                changes.incrementAndGet();
            }
        });
    }

    /** Reads the keys now, and refuses the start when they were encrypted with another master key. */
    void readFirst() {
        try {
            keys = read();
        } catch (MasterKey.WrongKeyException e) {
            throw new StartRefusedException(
                    "The access keys in the database were encrypted with another master key.",
                    "Nodes over one database need the same one: set GLOWPLUG_MASTER_KEY to the content of the first"
                            + " node's file master-key.",
                    e);
        }
    }

    private Map<String, Entry> current() {
        Keys known = keys;
        return isCurrent(known) ? known.byId : refreshed(known);
    }

    private boolean isCurrent(Keys known) {
        return known.afterChanges == changes.get() && System.nanoTime() - known.readAtNanos <= MAX_AGE.toNanos();
    }

    private Map<String, Entry> refreshed(Keys known) {
        // A change on this node must be seen, so everybody waits for it; mere age is one caller's business.
        if (known.afterChanges != changes.get()) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return known.byId;
        }
        try {
            if (!isCurrent(keys)) {
                keys = read();
            }
        } catch (DataAccessException | TransactionException e) {
            if (!DatabaseOutage.isBehind(e)) {
                log.warn("Access keys cannot be read, the known ones go on counting: {}", e.getMessage());
            }
            keys = new Keys(known.byId, System.nanoTime(), known.afterChanges);
        } finally {
            reading.unlock();
        }
        return keys.byId;
    }

    private Keys read() {
        long afterChanges = changes.get();
        long readAt = System.nanoTime();
        Map<String, Entry> byId = new HashMap<>();
        for (AccessKeyRow row : repository.findAll()) {
            AccessKey key = row.toAccessKey();
            if (key.enabled()) {
                String secret = masterKey.decrypt(row.encryptedSecret(), key.id());
                byId.put(key.id(), new Entry(key.role(), secret.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new Keys(Map.copyOf(byId), readAt, afterChanges);
    }
}
