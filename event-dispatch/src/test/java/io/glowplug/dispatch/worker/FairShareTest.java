// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.Load;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.RetryPolicy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FairShareTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness().with("max-concurrent-attempts", 32);

    @Test
    void aSlowFunctionTakesHalfOfTheNodeAndTwoOfThemLeaveRoomToo() {
        var slow = dispatch.function("slow").closed();
        var alsoSlow = dispatch.function("slow-too").closed();
        var quick = dispatch.function("quick");

        Load.accept(dispatch.node(), slow, 200);
        await().atMost(ofSeconds(30)).until(() -> slow.running() == 16);
        Load.accept(dispatch.node(), alsoSlow, 200);
        await().atMost(ofSeconds(30)).until(() -> alsoSlow.running() == 8);
        Load.accept(dispatch.node(), quick, 50);
        await().atMost(ofSeconds(30)).until(() -> quick.attempts() == 50);

        assertThat(slow.running()).isEqualTo(16);
        assertThat(alsoSlow.running()).isEqualTo(8);
        slow.open();
        alsoSlow.open();
        dispatch.runDue();
        dispatch.assertBalanced();
    }

    @Test
    void tenThousandEventsThatAlwaysFailDoNotHoldUpAnotherFunction() {
        var failing = dispatch.function("failing")
                .withPolicy(new RetryPolicy(2, 0, 0, 21_600))
                .failing("Always");
        assertOthersGoOnBesides(failing);
        dispatch.runDue();
        assertThat(dispatch.count("dead_letter")).isEqualTo(10_000);
        dispatch.assertBalanced();
    }

    @Test
    void tenThousandEventsThatAreAlwaysThrottledDoNotHoldUpAnotherFunction() {
        assertOthersGoOnBesides(dispatch.function("throttled").throttled());
        dispatch.assertBalanced();
    }

    /** Every event of the other function has to begin while the flood is still being worked through. */
    private void assertOthersGoOnBesides(ScriptedFunction flood) {
        var quick = dispatch.function("quick");
        var node = dispatch.node();
        var flooding = CompletableFuture.runAsync(() -> Load.accept(node, flood, 10_000), Thread::startVirtualThread);
        await().atMost(ofSeconds(30)).until(() -> flood.attempts() > 100);

        for (int event = 1; event <= 20; event++) {
            int expected = event;
            dispatch.accept(quick, "{}");
            await().atMost(ofSeconds(2)).until(() -> quick.attempts() == expected);
        }
        flooding.join();
    }
}
