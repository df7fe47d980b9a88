// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/**
 * An event could not be stored, or it is not known whether it was: the database is away or failed in the middle. The
 * caller should try again; with an idempotency key the second try cannot make two of one.
 */
public final class NotAcceptedException extends RuntimeException {

    public NotAcceptedException(Throwable cause) {
        super("The event was not accepted: the ledger cannot be written at the moment. Try again.", cause);
    }
}
