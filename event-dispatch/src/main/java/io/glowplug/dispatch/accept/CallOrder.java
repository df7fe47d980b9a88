// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import io.glowplug.dispatch.ordering.OrderedKey;
import io.glowplug.dispatch.ordering.OrderingKeys;
import io.glowplug.dispatch.store.BlockedKeyStore;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.NewInvocation.Placed;
import io.glowplug.dispatch.store.NewInvocation.Placement;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Has calls with one ordering key stand behind one another. Calls without one cost nothing here. */
public final class CallOrder {

    private final OrderingKeys keys;
    private final BlockedKeyStore blockedKeys;

    public CallOrder(OrderingKeys keys, BlockedKeyStore blockedKeys) {
        this.keys = keys;
        this.blockedKeys = blockedKeys;
    }

    /** Holds the keys of these calls until the transaction ends. */
    void lock(List<Placed> calls) {
        keys.lock(keysOf(calls));
    }

    /** Puts each call with a key behind those that are there already, in its transaction. */
    List<Placed> place(List<Placed> calls) {
        Set<OrderedKey> wanted = keysOf(calls);
        if (wanted.isEmpty()) {
            return calls;
        }
        Set<OrderedKey> occupied = new HashSet<>(blockedKeys.occupied(wanted));
        return calls.stream()
                .map(call -> {
                    OrderedKey key = key(call.invocation());
                    return key == null || occupied.add(key) ? call : new Placed(call.invocation(), Placement.BEHIND);
                })
                .toList();
    }

    private static Set<OrderedKey> keysOf(List<Placed> calls) {
        return calls.stream()
                .map(call -> key(call.invocation()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static @Nullable OrderedKey key(NewInvocation invocation) {
        return OrderedKey.of(invocation.functionName(), invocation.triggerId(), invocation.orderingKey());
    }
}
