// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.SourceHealth;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the source is doing, gathered from its threads. */
final class SourceCondition {

    /** What can be wrong, most telling first. */
    enum Trouble {
        BROKER("broker unreachable", "broker reachable again"),
        ACCESS("broker refuses access", "broker grants access"),
        TOPIC("topic missing", "topic found"),
        READING("reading failed", "reading goes on"),
        LEDGER("ledger unreachable", "ledger reachable again");

        private final String begun;
        private final String over;

        Trouble(String begun, String over) {
            this.begun = begun;
            this.over = over;
        }
    }

    private record Problem(Instant since, String text) {}

    private static final Logger LOG = LoggerFactory.getLogger(SourceCondition.class);

    private final SourceContext context;
    private final Map<Trouble, Problem> problems = new EnumMap<>(Trouble.class);
    private Map<String, Long> lag = Map.of();
    private Instant lastProgress;

    SourceCondition(SourceContext context) {
        this.context = context;
        this.lastProgress = context.clock().instant();
    }

    synchronized SourceHealth health() {
        String problem = problems.entrySet().stream()
                .findFirst()
                .map(entry -> entry.getKey().begun + " since "
                        + entry.getValue().since() + ": " + entry.getValue().text())
                .orElse(null);
        return new SourceHealth(lag, lastProgress, problem, false);
    }

    synchronized void progressed() {
        lastProgress = context.clock().instant();
    }

    synchronized void lag(Map<String, Long> lag) {
        this.lag = Map.copyOf(lag);
        if (lag.values().stream().allMatch(behind -> behind == 0)) {
            lastProgress = context.clock().instant();
        }
    }

    /** Notes that something is wrong; while it stays so, only the text is brought up to date. May wait for the ledger. */
    void raise(Trouble trouble, String text) {
        Instant now = context.clock().instant();
        boolean begun;
        synchronized (this) {
            Problem before = problems.get(trouble);
            begun = before == null;
            problems.put(trouble, new Problem(before == null ? now : before.since(), text));
        }
        if (begun) {
            note(trouble.begun, text);
        }
    }

    /** Notes that it is no longer wrong, if it was. May wait for the ledger. */
    void clear(Trouble trouble) {
        Problem over;
        synchronized (this) {
            over = problems.remove(trouble);
        }
        if (over != null) {
            note(trouble.over, "since " + context.clock().instant() + "; it began at " + over.since());
        }
    }

    /** Writes into the trigger's time line. What cannot be written because the ledger is away is only logged. */
    void note(String what, @Nullable String detail) {
        LOG.info("trigger {}: {}: {}", context.trigger().name(), what, detail);
        try {
            context.note(what, detail == null ? "" : detail);
        } catch (RuntimeException e) {
            LOG.warn(
                    "trigger {}: the note \"{}\" could not be stored",
                    context.trigger().name(),
                    what,
                    e);
        }
    }
}
