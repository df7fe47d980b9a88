// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.dispatch.Destinations;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** No destinations, and a list of those whose destinations were to be forgotten. */
final class ForgottenDestinations implements Destinations {

    final Queue<DestinationOwner> forgotten = new ConcurrentLinkedQueue<>();

    @Override
    public List<String> types() {
        return List.of();
    }

    @Override
    public DestinationPair of(DestinationOwner owner) {
        return DestinationPair.NONE;
    }

    @Override
    public Map<DestinationOwner, DestinationPair> of(Collection<? extends DestinationOwner> owners) {
        return Map.of();
    }

    @Override
    public boolean change(DestinationOwner owner, String called, DestinationEdit onSuccess, DestinationEdit onFailure) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forget(DestinationOwner owner) {
        forgotten.add(owner);
    }

    @Override
    public Reencryption reencrypt() {
        return new Reencryption(0, 0);
    }
}
