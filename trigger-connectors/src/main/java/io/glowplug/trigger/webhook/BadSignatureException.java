// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

/** A notice that nobody who knows a secret has signed, or not lately. The message is for its sender. */
final class BadSignatureException extends Exception {

    private static final long serialVersionUID = 1;

    BadSignatureException(String message) {
        super(message, null, false, false);
    }
}
