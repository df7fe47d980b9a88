// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.worker;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.NodeStatus;
import io.glowplug.dispatch.Nodes;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.dispatch.testing.Load;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.registry.ServedFunctions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class UnlikeNodesTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    @Test
    void anInvocationWaitsForANodeThatServesItsFunctionAndHoldsUpNoOther() {
        DispatchNode without = dispatch.startNode(
                context -> context.registerBean(ServedFunctions.class, () -> () -> Set.of("special")));
        var special = dispatch.function("special");
        var usual = dispatch.function("usual");
        await().atMost(ofSeconds(30)).until(() -> {
            // Until its first lease it does not know.
            Load.accept(without, usual, 1);
            return usual.invocations() > 0;
        });

        Load.accept(without, special, 20);
        Load.accept(without, usual, 50);
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 20);
        assertThat(special.attempts()).isZero();

        DispatchNode serving = dispatch.startNode();
        await().atMost(ofSeconds(30)).until(() -> dispatch.count("invocation") == 0);
        assertThat(special.invocations()).isEqualTo(20);
        assertThat(dispatch.jdbc()
                        .sql("select count(*) from attempt where node = :node and invocation_id in"
                                + " (select id from settled_invocation where function_name = 'special')")
                        .param("node", serving.bean(Nodes.class).self())
                        .query(Long.class)
                        .single())
                .isEqualTo(20);
        dispatch.assertBalanced();
    }

    @Test
    void aVersionThatOnlyAnotherNodeServesIsPassedOnAtNoCost() {
        dispatch.startNode(context -> context.registerBean(RuntimeCatalog.class, () -> serving("ruby3.4")));
        var function = dispatch.function("mixed").retrying(0, 0);
        dispatch.accept(function, "{}");
        await().atMost(ofSeconds(30)).until(() -> attemptNumber() > 1);
        assertThat(function.attempts()).isZero();

        String runtime = "python3.11"; // of every scripted function
        DispatchNode other =
                dispatch.startNode(context -> context.registerBean(RuntimeCatalog.class, () -> serving(runtime)));
        Nodes nodes = other.bean(Nodes.class);
        assertThat(nodes.thatServe(runtime)).extracting(NodeStatus::id).containsExactly(nodes.self());
        assertThat(nodes.thatServe("dotnet8")).isEmpty();

        for (int pass = 0; pass < 60 && dispatch.count("invocation") > 0; pass++) {
            dispatch.advance(ofSeconds(1));
            dispatch.lastNode().wake();
            await().atMost(ofSeconds(30)).until(() -> dispatch.dueOrRunning() == 0);
        }
        assertThat(dispatch.count("invocation")).isZero();
        assertThat(function.attempts()).isEqualTo(1);
        assertThat(dispatch.count("dead_letter")).isZero();
        dispatch.assertBalanced();
    }

    private int attemptNumber() {
        dispatch.advance(ofSeconds(2));
        dispatch.lastNode().wake();
        return dispatch.jdbc()
                .sql("select coalesce(max(attempt), 0) from invocation")
                .query(Integer.class)
                .single();
    }

    private static RuntimeCatalog serving(String only) {
        return new RuntimeCatalog() {
            @Override
            public Optional<String> refusalOf(FunctionRuntime runtime) {
                return runtime.id().equals(only) ? Optional.empty() : Optional.of("only " + only);
            }

            @Override
            public List<RuntimeAvailability> runtimes() {
                return List.of(new RuntimeAvailability(only, null, null, null));
            }
        };
    }
}
