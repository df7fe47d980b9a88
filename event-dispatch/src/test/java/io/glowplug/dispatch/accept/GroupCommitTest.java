// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import static io.glowplug.dispatch.testing.DispatchHarness.request;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.NotAcceptedException;
import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.Load;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    @Test
    void aFailedCommitIsARefusalForEverybodyInTheGroupAndRunsNothing() {
        var function = dispatch.function("count");
        dispatch.node();
        dispatch.jdbc()
                .sql("alter table event add constraint closed check (false) not valid")
                .update();

        assertThat(Load.offer(dispatch.node(), function, 200)).isEqualTo(200);
        assertThat(function.attempts()).isZero();

        dispatch.jdbc().sql("alter table event drop constraint closed").update();
        assertThat(Load.offer(dispatch.node(), function, 200)).isZero();
        dispatch.runDue();
        assertThat(function.attempts()).isEqualTo(200);
        dispatch.assertBalanced();
    }

    @Test
    void oneEventThatTheDatabaseDoesNotTakeDoesNotTakeTheOthersDown() {
        var poison = dispatch.function("poison");
        var fine = dispatch.function("fine");
        dispatch.jdbc()
                .sql("alter table event add constraint no_poison check (function_name <> 'poison')")
                .update();
        dispatch.node();

        var offered = Thread.ofVirtual().start(() -> Load.offer(dispatch.node(), poison, 100));
        assertThat(Load.offer(dispatch.node(), fine, 500)).isZero();
        await().atMost(ofSeconds(30)).until(() -> !offered.isAlive());
        dispatch.runDue();

        assertThat(fine.attempts()).isEqualTo(500);
        assertThat(poison.attempts()).isZero();
        dispatch.assertBalanced();
    }

    @Test
    void aNodeThatHasStoppedRefuses() {
        var function = dispatch.function("late");
        var service = dispatch.node().invokeService();
        dispatch.node().close();

        assertThatExceptionOfType(NotAcceptedException.class)
                .isThrownBy(() -> service.invokeAsync(request(function, "{}", null)));
    }
}
