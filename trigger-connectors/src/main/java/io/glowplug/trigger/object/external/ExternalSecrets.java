// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.UnreadableSecretException;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Encrypts and opens secret access keys. Each is bound to its trigger, so that settings cannot be exchanged. */
public final class ExternalSecrets {

    private final Supplier<SecretCipher> cipher;

    /** Takes a supplier because most platforms have no such trigger. */
    public ExternalSecrets(Supplier<SecretCipher> cipher) {
        this.cipher = cipher;
    }

    /**
     * Returns the store with its secret encrypted under the key in use. A secret that is left out, or is as it was shown,
     * is the stored one, if endpoint and access key are the same.
     *
     * @param before what is stored, or null
     */
    public ExternalStore seal(UUID triggerId, ExternalStore store, @Nullable ExternalStore before) {
        if (store.accessKeyId() == null) {
            return store;
        }
        return switch (store.secretAccessKey()) {
            case SealedKey.Plain plain -> store.with(sealed(triggerId, plain.secret(), before));
            case SealedKey.Encrypted encrypted -> store.with(current(triggerId, encrypted));
            case SealedKey.Stored _ -> store.with(kept(triggerId, store, before));
            case null -> store.with(kept(triggerId, store, before));
        };
    }

    /**
     * Opens the secret of a store.
     *
     * @throws UnreadableSecretException if no key of this node opens it
     */
    String open(UUID triggerId, ExternalStore store) {
        return switch (store.secretAccessKey()) {
            case SealedKey.Encrypted encrypted -> open(triggerId, encrypted);
            case null, default -> throw new IllegalStateException("a trigger is stored without its secret");
        };
    }

    /** A secret that is given again unchanged stays as it is, so that the edit changes nothing. */
    private SealedKey sealed(UUID triggerId, String secret, @Nullable ExternalStore before) {
        if (before != null
                && before.secretAccessKey() instanceof SealedKey.Encrypted known
                && isCurrent(triggerId, known)
                && open(triggerId, known).equals(secret)) {
            return known;
        }
        return new SealedKey.Encrypted(
                Base64.getEncoder().encodeToString(cipher.get().encrypt(secret, owner(triggerId))));
    }

    private SealedKey kept(UUID triggerId, ExternalStore store, @Nullable ExternalStore before) {
        if (before == null
                || !store.sendsSecretLike(before)
                || !(before.secretAccessKey() instanceof SealedKey.Encrypted known)) {
            throw RefusedException.invalid(
                    "settings.external.secretAccessKey",
                    "must be given: none is stored for this endpoint and access key");
        }
        return current(triggerId, known);
    }

    private SealedKey current(UUID triggerId, SealedKey.Encrypted known) {
        try {
            return isCurrent(triggerId, known) ? known : sealed(triggerId, open(triggerId, known), null);
        } catch (UnreadableSecretException | IllegalArgumentException e) {
            throw RefusedException.invalid(
                    "settings.external.secretAccessKey", "must be given again: the stored one cannot be decrypted");
        }
    }

    private boolean isCurrent(UUID triggerId, SealedKey.Encrypted known) {
        return cipher.get().isCurrent(bytes(known), owner(triggerId));
    }

    private String open(UUID triggerId, SealedKey.Encrypted known) {
        return cipher.get().decrypt(bytes(known), owner(triggerId));
    }

    private static byte[] bytes(SealedKey.Encrypted known) {
        return Base64.getDecoder().decode(known.bytes());
    }

    private static String owner(UUID triggerId) {
        return "trigger/" + triggerId + "/secretAccessKey";
    }
}
