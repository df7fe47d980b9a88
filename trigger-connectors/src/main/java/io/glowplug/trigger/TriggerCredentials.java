// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What proves to a trigger that a request comes from whom it should: API keys of http triggers, of which only a hash is
 * kept, and signing secrets of webhook triggers, which are encrypted under the platform's master key. Every node goes by
 * a change within a second.
 */
public interface TriggerCredentials {

    /** Most API keys that a trigger can have. */
    int MOST_KEYS = 100;

    /** Signing secrets that are valid at the same time: the one in use, and the one that is about to follow it. */
    int MOST_SECRETS = 2;

    /** What sort of proof it is. */
    enum Kind {
        API_KEY,
        SIGNING_SECRET
    }

    /**
     * A credential without its secret.
     *
     * @param name for people; unique among the trigger's credentials of that kind
     * @param expiresAt from when on it proves nothing any more, or null for never
     */
    record TriggerCredential(
            UUID id,
            Kind kind,
            String name,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    /** A new credential with its secret, which is told this once if the platform made it. */
    record Issued(TriggerCredential credential, SecretText secret) {}

    /**
     * Adds one.
     *
     * @param secret the sender's secret as the user has it, or null to have one made; always null for API keys
     * @throws io.glowplug.registry.RefusedException if the trigger has no use for it, has too many, or has that name
     */
    Issued add(UUID triggerId, Kind kind, String name, @Nullable SecretText secret, @Nullable Instant expiresAt);

    /** Lists them, oldest first, those that have expired included. */
    List<TriggerCredential> list(UUID triggerId, Kind kind);

    /** Says from when on a credential proves nothing any more; null for never. */
    TriggerCredential expire(UUID triggerId, Kind kind, UUID id, @Nullable Instant expiresAt);

    /** Takes one away. */
    void remove(UUID triggerId, Kind kind, UUID id);

    /** Encrypts anew, under the master key in use, the secrets that were encrypted under another one. */
    Reencryption reencrypt();

    /**
     * What {@link #reencrypt} did.
     *
     * @param changed secrets that are encrypted under the key in use now and were not before
     * @param unreadable secrets that no key of this node opens; they stay as they are
     */
    record Reencryption(int changed, int unreadable) {}
}
