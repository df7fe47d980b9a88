// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.trigger.TriggerCredentials;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps credentials in memory, whatever trigger they are of. */
public final class FakeCredentials implements TriggerCredentials {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private final Map<UUID, TriggerCredential> credentials = new LinkedHashMap<>();

    @Override
    public Issued add(UUID triggerId, Kind kind, String name, SecretText secret, Instant expiresAt) {
        TriggerCredential credential = new TriggerCredential(UUID.randomUUID(), kind, name, AT, expiresAt);
        credentials.put(credential.id(), credential);
        return new Issued(credential, secret == null ? new SecretText("drawn-" + name) : secret);
    }

    @Override
    public List<TriggerCredential> list(UUID triggerId, Kind kind) {
        return credentials.values().stream()
                .filter(credential -> credential.kind() == kind)
                .toList();
    }

    @Override
    public TriggerCredential expire(UUID triggerId, Kind kind, UUID id, Instant expiresAt) {
        TriggerCredential before = credentials.get(id);
        if (before == null) {
            throw RefusedException.notFound("no credential " + id);
        }
        TriggerCredential after = new TriggerCredential(id, kind, before.name(), AT, expiresAt);
        credentials.put(id, after);
        return after;
    }

    @Override
    public void remove(UUID triggerId, Kind kind, UUID id) {
        if (credentials.remove(id) == null) {
            throw RefusedException.notFound("no credential " + id);
        }
    }

    @Override
    public Reencryption reencrypt() {
        return new Reencryption(0, 0);
    }
}
