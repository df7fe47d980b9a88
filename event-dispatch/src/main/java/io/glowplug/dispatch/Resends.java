// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends many dead letters or past events again, in the background and at a rate. What is started here survives every
 * crash: any node goes on with it, and none sends anything twice, because each portion is sent in the transaction that
 * notes how far it has come.
 */
public interface Resends {

    /**
     * Starts to send all that match now, oldest first; what dies later is not among them. Refused with {@link
     * io.glowplug.registry.Refusal#NOT_FOUND} or {@code CONFLICT} when the function to send to, or that of every match,
     * is gone or not active. Of a mixture those whose function is gone are counted as failed, and stay dead letters.
     */
    Resend startRedrive(DeadLetterQuery query, ResendTerms terms);

    /**
     * Starts to send all events that match now, in the order of their acceptance, each as a new event that names the old
     * one. They take no idempotency key and no place in an ordering key: a replay is wanted.
     */
    Resend startReplay(ReplayQuery query, ResendTerms terms);

    /** Counts what a redrive would send. */
    long count(DeadLetterQuery query);

    /** Counts what a replay would send. */
    long count(ReplayQuery query);

    Optional<Resend> find(Kind kind, UUID id);

    /** Lists them, newest first. */
    Page<Resend> list(Kind kind, PageRequest page);

    /**
     * Stops it before its next portion, which at a rate is within a second. Refused with {@link
     * io.glowplug.registry.Refusal#CONFLICT} when it has ended.
     */
    Resend stop(Kind kind, UUID id);
}
