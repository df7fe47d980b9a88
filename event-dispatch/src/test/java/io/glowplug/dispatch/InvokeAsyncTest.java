// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.glowplug.dispatch.testing.DispatchHarness;
import io.glowplug.dispatch.testing.ScriptedFunction;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.Payload;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class InvokeAsyncTest {

    @AutoClose
    private final DispatchHarness dispatch = new DispatchHarness();

    @Test
    void anAcceptedEventIsRunOnceAndItsLedgerBalances() {
        var function = dispatch.function("resize");

        var event = dispatch.accept(function, "{\"image\":1}");
        dispatch.runDue();

        assertThat(function.payloads()).containsExactly("{\"image\":1}");
        assertThat(dispatch.ended(event)).isEqualTo("succeeded");
        assertThat(dispatch.outcomes(event)).containsExactly("returned");
        dispatch.assertBalanced();
    }

    @Test
    void threeFailuresEndInTheDeadLetterQueue() {
        var function = dispatch.function("resize").failing("OutOfCheese");

        var event = dispatch.accept(function, "{\"image\":1}");
        dispatch.runDue();
        assertThat(dispatch.secondsUntilDue(event)).isBetween(60.0, 66.0);
        dispatch.advance(ofSeconds(67)).runDue();
        assertThat(dispatch.secondsUntilDue(event)).isBetween(120.0, 132.0);
        dispatch.advance(ofSeconds(133)).runDue();

        assertThat(dispatch.ended(event)).isEqualTo("dead-lettered");
        assertThat(dispatch.deadLetterReason(event)).isEqualTo("retries-exhausted");
        assertThat(dispatch.outcomes(event)).containsOnly("function-failed").hasSize(3);
        assertThat(dispatch.jdbc()
                        .sql("select payload from dead_letter where error_type = 'OutOfCheese'")
                        .query(byte[].class)
                        .single())
                .asString()
                .isEqualTo("{\"image\":1}");
        dispatch.assertBalanced();
    }

    @Test
    void throttlesAndPlatformFaultsSpendNoRetry() {
        var function = dispatch.function("busy")
                .retrying(1, 0)
                .then(new AttemptOutcome.Throttled("full"))
                .then(new AttemptOutcome.PlatformFailed("disk"))
                .then(new AttemptOutcome.Throttled("full"))
                .then(ScriptedFunction.failed("Once"));

        var event = dispatch.accept(function, "{}");
        dispatch.runDue();
        assertThat(dispatch.secondsUntilDue(event)).isBetween(1.0, 1.1);
        dispatch.advance(ofSeconds(2)).runDue();
        assertThat(dispatch.secondsUntilDue(event)).isBetween(2.0, 2.2);
        dispatch.advance(ofSeconds(3)).runDue();
        assertThat(dispatch.secondsUntilDue(event)).isBetween(4.0, 4.4);
        dispatch.advance(ofSeconds(5)).runDue();

        assertThat(dispatch.outcomes(event))
                .containsExactly("throttled", "platform-failed", "throttled", "function-failed", "returned");
        assertThat(dispatch.ended(event)).isEqualTo("succeeded");
    }

    @Test
    void anEventThatIsTooOldExpiresAndIsKept() {
        var function = dispatch.function("slow")
                .withPolicy(new RetryPolicy(2, 60, 300, 100))
                .throttled();

        var event = dispatch.accept(function, "{}");
        dispatch.runDue();
        dispatch.advance(ofSeconds(101)).runDue();

        assertThat(dispatch.ended(event)).isEqualTo("expired");
        assertThat(dispatch.deadLetterReason(event)).isEqualTo("event-age-exceeded");
        dispatch.assertBalanced();
    }

    @Test
    void aFunctionThatIsGoneMeansADeadLetterAtOnce() {
        var function = dispatch.function("gone").then(new AttemptOutcome.Throttled("full"));
        var event = dispatch.accept(function, "{}");
        dispatch.runDue();

        dispatch.removeFunction("gone");
        dispatch.advance(ofSeconds(2)).runDue();

        assertThat(dispatch.deadLetterReason(event)).isEqualTo("rejected");
        assertThat(dispatch.outcomes(event)).containsExactly("throttled", "rejected");
    }

    @Test
    void aFunctionThatIsNotActiveIsWaitedFor() {
        var function = dispatch.function("pending").then(new AttemptOutcome.Throttled("full"));
        var event = dispatch.accept(function, "{}");
        dispatch.runDue();

        dispatch.deactivate("pending");
        dispatch.advance(ofSeconds(2)).runDue();
        dispatch.activate("pending");
        dispatch.advance(ofSeconds(3)).runDue();

        assertThat(dispatch.outcomes(event)).containsExactly("throttled", "platform-failed", "returned");
    }

    @Test
    void anEmptyBodyIsAnEmptyObject() {
        var function = dispatch.function("any");

        dispatch.accept(function, "");
        dispatch.runDue();

        assertThat(function.payloads()).containsExactly("{}");
    }

    @Test
    void whatCannotBeRunIsRefusedAndLeavesNothing() {
        var function = dispatch.function("strict");
        var service = dispatch.node().invokeService();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> service.invokeAsync(DispatchHarness.request(function, "{\"a\":", null)))
                .withMessageContaining("Could not parse request body into json");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> service.invokeAsync(DispatchHarness.request(function, "{} {}", null)));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> service.invokeAsync(DispatchHarness.request(function, "{}", "key\n")));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> service.invokeAsync(
                        DispatchHarness.request(function, '"' + "x".repeat(Payload.MAX_ASYNC_BYTES) + '"', null)))
                .returns(Refusal.TOO_LARGE, RefusedException::refusal);
        dispatch.removeFunction("strict");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> service.invokeAsync(DispatchHarness.request(function, "{}", null)))
                .returns(Refusal.NOT_FOUND, RefusedException::refusal);

        assertThat(dispatch.count("event")).isZero();
        assertThat(dispatch.count("invocation")).isZero();
    }

    @Test
    void aNulCharacterInAnErrorHarmsNobody() {
        var function = dispatch.function("odd").retrying(0, 0).failing("Odd\0Error");
        var other = dispatch.function("fine");

        var event = dispatch.accept(function, "{}");
        var fine = dispatch.accept(other, "{}");
        dispatch.runDue();

        assertThat(dispatch.ended(event)).isEqualTo("dead-lettered");
        assertThat(dispatch.ended(fine)).isEqualTo("succeeded");
    }

    @Test
    void aRetryWithoutBackOffRunsAtOnce() {
        var function = dispatch.function("hasty").retrying(2, 0).failing("Again");

        var event = dispatch.accept(function, "{}");
        dispatch.runDue();

        assertThat(function.attempts()).isEqualTo(3);
        assertThat(dispatch.deadLetterReason(event)).isEqualTo("retries-exhausted");
    }
}
