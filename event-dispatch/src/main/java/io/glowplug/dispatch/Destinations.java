// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The destinations of functions and triggers, as people edit them. */
public interface Destinations {

    /** The types that there are on this platform. */
    List<String> types();

    DestinationPair of(DestinationOwner owner);

    /** The destinations of those that have any. */
    Map<DestinationOwner, DestinationPair> of(Collection<? extends DestinationOwner> owners);

    /**
     * Changes the destinations of a function or trigger in the caller's transaction, which has locked it, and returns
     * whether anything is different now. Outcomes that are still on their way to a destination that is replaced go to the
     * new one, and those whose destination is removed end as failed.
     *
     * @param called the function whose outcomes they are: it cannot be its own destination
     * @throws io.glowplug.registry.RefusedException with the field and the rule
     */
    boolean change(DestinationOwner owner, String called, DestinationEdit onSuccess, DestinationEdit onFailure);

    /** Removes the destinations of one that is gone for good, in the caller's transaction. */
    void forget(DestinationOwner owner);

    /** Encrypts anew, under the master key in use, every secret that was encrypted under another one. */
    Reencryption reencrypt();

    /**
     * What {@link #reencrypt} did.
     *
     * @param changed secrets that are encrypted under the key in use now and were not before
     * @param unreadable secrets that no key of this node opens; they stay as they are
     */
    record Reencryption(int changed, int unreadable) {}
}
