// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.environment.EnvironmentSignal.Assigned;
import io.glowplug.runtime.environment.EnvironmentSignal.Initialised;
import io.glowplug.runtime.environment.EnvironmentSignal.ProcessEnded;
import io.glowplug.runtime.environment.EnvironmentSignal.Replied;
import io.glowplug.runtime.environment.EnvironmentSignal.StopAsked;
import io.glowplug.runtime.environment.EnvironmentSignal.Tick;
import io.glowplug.runtime.environment.EnvironmentState.Busy;
import io.glowplug.runtime.environment.EnvironmentState.Idle;
import io.glowplug.runtime.environment.EnvironmentState.Starting;
import io.glowplug.runtime.environment.EnvironmentState.Stopped;
import io.glowplug.runtime.environment.EnvironmentState.Stopping;
import io.glowplug.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Visits every pair of state and signal, and draws what it saw. */
class EnvironmentTransitionsTest {

    private static final long NOW = 100;
    private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");
    private static final ProcessExit EXIT = new ProcessExit(1);

    private static final Starting STARTING = new Starting(NOW + 10);
    private static final Idle IDLE = new Idle(NOW - 5);
    private static final Busy BUSY = new Busy(ID, NOW - 5, NOW + 10);
    private static final Stopping STOPPING = new Stopping(StopReason.TIMED_OUT);
    private static final Stopped STOPPED = new Stopped(StopReason.CRASHED, EXIT);
    private static final List<EnvironmentState> STATES = List.of(STARTING, IDLE, BUSY, STOPPING, STOPPED);

    /** By the words that the diagram uses. */
    private static final Map<String, EnvironmentSignal> SIGNALS = signals();

    private static Map<String, EnvironmentSignal> signals() {
        var signals = new LinkedHashMap<String, EnvironmentSignal>();
        signals.put("asked for its first event", new Initialised(NOW));
        signals.put("given an invocation", new Assigned(ID, NOW, NOW + 20));
        signals.put("replied", new Replied(NOW));
        signals.put("time goes by", new Tick(NOW + 9));
        signals.put("time is up", new Tick(NOW + 10));
        signals.put("told to end", new StopAsked(StopReason.RETIRED));
        signals.put("process ended", new ProcessEnded(EXIT));
        return signals;
    }

    @Test
    void aStartingEnvironmentBecomesIdleOrEnds() {
        assertThat(follow(STARTING))
                .containsExactlyEntriesOf(expected(
                        "asked for its first event", new Idle(NOW),
                        "time is up", new Stopping(StopReason.INIT_OVERRAN),
                        "told to end", new Stopping(StopReason.RETIRED),
                        "process ended", new Stopped(StopReason.CRASHED, EXIT)));
    }

    @Test
    void anIdleEnvironmentTakesAnInvocationOrEnds() {
        assertThat(follow(IDLE))
                .containsExactlyEntriesOf(expected(
                        "given an invocation", new Busy(ID, NOW, NOW + 20),
                        "told to end", new Stopping(StopReason.RETIRED),
                        "process ended", new Stopped(StopReason.CRASHED, EXIT)));
    }

    @Test
    void aBusyEnvironmentTakesNoSecondInvocation() {
        assertThat(follow(BUSY))
                .containsExactlyEntriesOf(expected(
                        "replied", new Idle(NOW),
                        "time is up", new Stopping(StopReason.TIMED_OUT),
                        "told to end", new Stopping(StopReason.RETIRED),
                        "process ended", new Stopped(StopReason.CRASHED, EXIT)));
    }

    @Test
    void theFirstReasonToEndIsTheOneThatCounts() {
        assertThat(follow(STOPPING))
                .containsExactlyEntriesOf(expected("process ended", new Stopped(StopReason.TIMED_OUT, EXIT)));
    }

    @Test
    void whatHasEndedStaysSo() {
        assertThat(follow(STOPPED)).isEmpty();
    }

    @Test
    void deadlinesHoldWhenTheClockOfNanosecondsOverflows() {
        var busy = new Busy(ID, Long.MAX_VALUE - 10, Long.MIN_VALUE + 10);

        assertThat(EnvironmentTransitions.after(busy, new Tick(Long.MAX_VALUE))).isEqualTo(busy);
        assertThat(EnvironmentTransitions.after(busy, new Tick(Long.MIN_VALUE + 10)))
                .isEqualTo(new Stopping(StopReason.TIMED_OUT));
    }

    @Test
    void theDiagramInTheDocumentationIsThis() throws IOException {
        var diagram = new StringBuilder("""
                # States of an execution environment

                Written by `EnvironmentTransitionsTest` from `EnvironmentTransitions`; whatever is not drawn changes nothing.

                ```mermaid
                stateDiagram-v2
                    [*] --> starting: process started
                """);
        for (EnvironmentState state : STATES) {
            follow(state)
                    .forEach((signal, next) ->
                            diagram.append("    %s --> %s: %s%n".formatted(state.label(), next.label(), signal)));
        }
        diagram.append("    stopped --> [*]\n```\n");

        Path file = Path.of("..", "docs", "generated", "environment-states.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, diagram);

        assertThat(Files.readString(file)).contains("busy --> stopping: time is up");
    }

    /** Returns the signals that change the state, and what they change it to. */
    private static Map<String, EnvironmentState> follow(EnvironmentState state) {
        var changes = new LinkedHashMap<String, EnvironmentState>();
        SIGNALS.forEach((name, signal) -> {
            EnvironmentState next = EnvironmentTransitions.after(state, signal);
            if (!next.equals(state)) {
                changes.put(name, next);
            }
        });
        return changes;
    }

    private static Map<String, EnvironmentState> expected(Object... namesAndStates) {
        var expected = new LinkedHashMap<String, EnvironmentState>();
        for (int i = 0; i < namesAndStates.length; i += 2) {
            expected.put((String) namesAndStates[i], (EnvironmentState) namesAndStates[i + 1]);
        }
        return expected;
    }
}
