// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.Destination;
import io.glowplug.dispatch.DestinationEdit;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.dispatch.Destinations;
import io.glowplug.registry.RefusedException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Keeps destinations in memory and knows two types of them. */
public final class FakeDestinations implements Destinations {

    private static final List<String> TYPES = List.of("function", "http");

    private final Map<DestinationOwner, DestinationPair> pairs = new ConcurrentHashMap<>();

    /** The last secret that was handed over. */
    public volatile String lastSecret;

    public void clear() {
        pairs.clear();
    }

    @Override
    public List<String> types() {
        return TYPES;
    }

    @Override
    public DestinationPair of(DestinationOwner owner) {
        return pairs.getOrDefault(owner, DestinationPair.NONE);
    }

    @Override
    public Map<DestinationOwner, DestinationPair> of(Collection<? extends DestinationOwner> owners) {
        return pairs.entrySet().stream()
                .filter(entry -> owners.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public boolean change(DestinationOwner owner, String called, DestinationEdit onSuccess, DestinationEdit onFailure) {
        DestinationPair before = of(owner);
        DestinationPair after =
                new DestinationPair(edited(before.onSuccess(), onSuccess), edited(before.onFailure(), onFailure));
        pairs.put(owner, after);
        return !after.equals(before);
    }

    private Destination edited(Destination before, DestinationEdit edit) {
        return switch (edit) {
            case DestinationEdit.Keep _ -> before;
            case DestinationEdit.Remove _ -> null;
            case DestinationEdit.Put put -> {
                if (!TYPES.contains(put.draft().type())) {
                    throw RefusedException.invalid(put.field() + ".type", "must be one of " + TYPES);
                }
                lastSecret = put.draft().secret() == null
                        ? null
                        : put.draft().secret().value();
                yield new Destination(
                        put.draft().type(), put.draft().settings(), put.draft().policy());
            }
        };
    }

    @Override
    public void forget(DestinationOwner owner) {
        pairs.remove(owner);
    }

    @Override
    public Reencryption reencrypt() {
        return new Reencryption(1, 0);
    }
}
