// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import io.glowplug.dispatch.NotAcceptedException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Many callers at once. */
public final class Load {

    private static final int CALLERS = 64;

    private Load() {}

    /** Has that many events accepted by the node, and returns when all are. */
    public static void accept(DispatchNode node, ScriptedFunction function, int events) {
        int refused = offer(node, function, events);
        if (refused > 0) {
            throw new IllegalStateException(refused + " events were not accepted");
        }
    }

    /** Offers that many events to the node, and returns how many were not accepted. */
    public static int offer(DispatchNode node, ScriptedFunction function, int events) {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < Math.min(CALLERS, events); caller++) {
                callers.execute(() -> {
                    for (int number = next.getAndIncrement(); number < events; number = next.getAndIncrement()) {
                        try {
                            node.invokeService()
                                    .invokeAsync(DispatchHarness.request(function, "{\"n\":" + number + "}", null));
                        } catch (NotAcceptedException e) {
                            refused.incrementAndGet();
                        }
                    }
                });
            }
        }
        return refused.get();
    }
}
