// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.SecretText;
import io.glowplug.registry.UnreadableSecretException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Seals and opens the secrets of destinations. Each is bound to its destination, so that rows cannot be exchanged. */
public final class DestinationSecrets {

    private final Supplier<SecretCipher> cipher;

    /** Takes a supplier because most platforms have no destination with a secret. */
    public DestinationSecrets(Supplier<SecretCipher> cipher) {
        this.cipher = cipher;
    }

    /**
     * Opens a secret; null for none.
     *
     * @throws UnreadableSecretException if no key of this node opens it
     */
    public @Nullable SecretText open(UUID destinationId, byte @Nullable [] sealed) {
        return sealed == null ? null : new SecretText(cipher.get().decrypt(sealed, owner(destinationId)));
    }

    byte[] seal(UUID destinationId, SecretText secret) {
        return cipher.get().encrypt(secret.value(), owner(destinationId));
    }

    boolean isCurrent(UUID destinationId, byte[] sealed) {
        return cipher.get().isCurrent(sealed, owner(destinationId));
    }

    boolean isSame(UUID destinationId, byte @Nullable [] sealed, SecretText secret) {
        try {
            return secret.equals(open(destinationId, sealed));
        } catch (UnreadableSecretException replaced) {
            return false;
        }
    }

    private static String owner(UUID destinationId) {
        return "destination/" + destinationId;
    }
}
