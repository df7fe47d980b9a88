// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import java.util.UUID;

/** Ordering keys of triggers that stop at a dead letter, and what people decide about them. */
public interface BlockedKeys {

    /** Lists the keys of a trigger that stand still, by key. */
    Page<BlockedKey> list(UUID triggerId, PageRequest page);

    /**
     * Lets a key go on, in one transaction. Refused with {@link io.glowplug.registry.Refusal#NOT_FOUND} when it does
     * not stand still.
     *
     * @param redrive whether the dead letter that stopped it is sent again first, as the head of its key, with a fresh
     *     budget. Refused with {@link io.glowplug.registry.Refusal#CONFLICT} when it was redriven before or purged, or
     *     when its function cannot be called
     */
    void release(UUID triggerId, String key, boolean redrive);

    /**
     * Lets all keys of a trigger go on, in transactions of bounded size, and returns how many. A crash leaves some of
     * them as they were.
     *
     * @param redrive as for one key; keys whose dead letter cannot be sent again are left as they are
     */
    long releaseAll(UUID triggerId, boolean redrive);
}
