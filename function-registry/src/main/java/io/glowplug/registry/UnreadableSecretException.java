// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import org.jspecify.annotations.Nullable;

/** A secret that this node cannot decrypt. The message names the secret, never its value. */
public class UnreadableSecretException extends RuntimeException {

    public UnreadableSecretException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
