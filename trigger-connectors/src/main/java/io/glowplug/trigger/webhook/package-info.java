// SPDX-License-Identifier: Apache-2.0
/**
 * The webhook connector: signed notices of other people's services, each of which becomes an event.
 *
 * <p>Start at {@link WebhookConnector}; {@link WebhookSource} takes requests, on every node at once, and a {@link
 * SignatureScheme} tells whether they come from whom they say. Notices come in no order. One is answered when its event is
 * stored, so that what was not stored is sent again; what the sender calls its delivery is the event's key, so that what
 * is sent again is no second event. There is no checkpoint: the sender keeps it.
 *
 * <p>Invariant: no event without a signature that one of the trigger's secrets makes. Filters see the event in the payload
 * format 2.0 or 1.0, with a body that is JSON as a value; with the format {@code body} that of 2.0.
 */
@NullMarked
package io.glowplug.trigger.webhook;

import org.jspecify.annotations.NullMarked;
