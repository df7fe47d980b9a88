// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** Encrypts secrets under the platform's master key. Implemented by the platform. Safe for use by many threads. */
public interface SecretCipher {

    /** Encrypts; only a decryption with the same {@code owner} gives the text back. Never gives the same bytes twice. */
    byte[] encrypt(String text, String owner);

    /**
     * Decrypts what {@link #encrypt} made.
     *
     * @throws UnreadableSecretException if it was made with a key that this node does not have or for another owner,
     *     or was changed
     */
    String decrypt(byte[] sealed, String owner);

    /** Returns whether it was made with the key that {@link #encrypt} uses now. */
    boolean isCurrent(byte[] sealed, String owner);
}
