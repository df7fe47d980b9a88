// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Map;

/** Gives out the values of functions' secrets: to their processes and to nobody else. */
public interface FunctionSecrets {

    /**
     * Decrypts the secrets of a version; empty where it has none.
     *
     * @throws UnreadableSecretException if one cannot be decrypted by this node
     */
    Map<String, String> open(FunctionVersion version);

    /**
     * Encrypts anew, under the master key in use, every stored secret that was encrypted under another one. Versions
     * and revisions stay as they are. Each function is a transaction: what a crash leaves is done by the next call.
     */
    Reencryption reencrypt();

    /**
     * What {@link #reencrypt} did.
     *
     * @param changed secrets that are encrypted under the key in use now and were not before
     * @param unreadable secrets that no key of this node opens; they stay as they are
     */
    record Reencryption(int changed, int unreadable) {}
}
