// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import java.util.stream.Collectors;

/** A platform in a process of its own, to be killed: says the ids of its functions' processes and its name, and waits. */
final class DyingPlatform {

    private DyingPlatform() {}

    public static void main(String[] arguments) throws Exception {
        RuntimeHarness runtime = RuntimeHarness.with().start();
        FunctionVersion idle = runtime.python("def handler(event, context): return 1")
                .named("idle")
                .latest();
        FunctionVersion busy = runtime.python("import time\ndef handler(event, context): time.sleep(800)")
                .named("busy")
                .timeoutSeconds(900)
                .latest();
        FunctionVersion connected = runtime.python("def handler(event, context): return 1")
                .named("connected")
                .network(NetworkAccess.INTERNET)
                .latest();
        runtime.answer(idle, "{}");
        runtime.invoke(connected, "{}");
        Thread.startVirtualThread(() -> runtime.invoke(busy, "{}"));
        while (runtime.environments().stream().noneMatch(each -> each.state().equals("busy"))) {
            Thread.onSpinWait();
        }
        System.out.println(runtime.environments().stream()
                .map(EnvironmentSnapshot::pid)
                .map(String::valueOf)
                .collect(Collectors.joining(",")));
        System.out.println(runtime.runtime().instance().name());
        System.out.println(runtime.directory());
        Thread.currentThread().join();
    }
}
