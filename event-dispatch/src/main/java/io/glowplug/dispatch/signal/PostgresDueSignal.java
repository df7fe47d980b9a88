// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.signal;

import io.glowplug.dispatch.HintConnections;
import io.glowplug.dispatch.Hints;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wakes this node at once and the others by NOTIFY, about due invocations and about any other topic. A NOTIFY inside a transaction makes commits queue up behind one
 * another, so it is sent apart from them, and at most twenty times a second. Keeps one connection to listen on, where
 * there is one to be had.
 */
public final class PostgresDueSignal implements DueSignal, Hints, SmartLifecycle {

    private static final String CHANNEL = "glowplug_due";
    private static final String HINTS = "glowplug_hint";

    /** Below what PostgreSQL takes as one notice (8,000 bytes), at up to 100 characters a topic. */
    private static final int TOPICS_IN_A_NOTICE = 70;

    private static final Duration BETWEEN_NOTICES = Duration.ofMillis(50);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration WITHOUT_HINTS = Duration.ofMinutes(1);
    private static final int STEPS_UNTIL_ASKED = 50;
    private static final int VALID_SECONDS = 3;

    private final HintConnections hints;
    private final JdbcClient jdbc;
    private final String node;
    private final Runnable wakeThisNode;
    private final HintListeners listeners = new HintListeners();
    private final Set<String> raised = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean dueRaised = new AtomicBoolean();
    private final WakeUp toSend = new WakeUp();
    private final WakeUp stopped = new WakeUp();
    private @Nullable Connection listening;
    private int silentSteps;
    private List<BackgroundLoop> loops = List.of();

    public PostgresDueSignal(HintConnections hints, JdbcClient jdbc, String node, Runnable wakeThisNode) {
        this.hints = hints;
        this.jdbc = jdbc;
        this.node = node;
        this.wakeThisNode = wakeThisNode;
    }

    @Override
    public void raise() {
        wakeThisNode.run();
        dueRaised.set(true);
        toSend.raise();
    }

    @Override
    public void raise(String topic) {
        listeners.tell(topic);
        if (raised.add(topic)) {
            toSend.raise();
        }
    }

    @Override
    public Listening listen(String topic, Runnable listener) {
        return listeners.add(topic, listener);
    }

    @Override
    public synchronized void start() {
        if (loops.isEmpty()) {
            loops = List.of(
                    BackgroundLoop.start("due-notify", this::send), BackgroundLoop.start("due-listen", this::listen));
        }
    }

    @Override
    public synchronized void stop() {
        loops.forEach(BackgroundLoop::stop);
        toSend.raise();
        stopped.raise();
        loops.forEach(loop -> loop.stopAndJoin(STEP.multipliedBy(4)));
        loops = List.of();
        hangUp();
    }

    @Override
    public synchronized boolean isRunning() {
        return !loops.isEmpty();
    }

    private void send() {
        if (!toSend.await(STEP)) {
            return;
        }
        if (dueRaised.getAndSet(false)) {
            send(CHANNEL, node);
        }
        // All that were raised by now, or topics that are raised again and again would keep others waiting.
        List<String> topics = List.copyOf(raised);
        topics.forEach(raised::remove);
        for (int first = 0; first < topics.size(); first += TOPICS_IN_A_NOTICE) {
            List<String> some = topics.subList(first, Math.min(first + TOPICS_IN_A_NOTICE, topics.size()));
            send(HINTS, node + "\n" + String.join("\n", some));
        }
        LockSupport.parkNanos(BETWEEN_NOTICES.toNanos());
    }

    private void send(String channel, String notice) {
        jdbc.sql("select pg_notify(:channel, :notice)")
                .param("channel", channel)
                .param("notice", notice)
                .query(row -> {});
    }

    private void listen() {
        try {
            Connection connection = connection();
            if (connection == null) {
                stopped.await(WITHOUT_HINTS);
                return;
            }
            PGNotification[] notices = connection.unwrap(PGConnection.class).getNotifications((int) STEP.toMillis());
            requireAlive(connection, notices == null || notices.length == 0);
            for (PGNotification notice : notices == null ? new PGNotification[0] : notices) {
                hear(notice);
            }
        } catch (SQLException e) {
            hangUp();
            throw new DataAccessResourceFailureException("cannot listen for due invocations", e);
        }
    }

    private void hear(PGNotification notice) {
        if (notice.getName().equals(HINTS)) {
            List<String> lines = notice.getParameter().lines().toList();
            if (!lines.getFirst().equals(node)) {
                lines.subList(1, lines.size()).forEach(listeners::tell);
            }
        } else if (!notice.getParameter().equals(node)) {
            wakeThisNode.run();
        }
    }

    /** Listening sends nothing, so it would never notice that the server has vanished without a word. */
    private void requireAlive(Connection connection, boolean silent) throws SQLException {
        silentSteps = silent ? silentSteps + 1 : 0;
        if (silentSteps >= STEPS_UNTIL_ASKED) {
            silentSteps = 0;
            if (!connection.isValid(VALID_SECONDS)) {
                throw new SQLRecoverableException("the server answers no more");
            }
        }
    }

    private @Nullable Connection connection() throws SQLException {
        if (listening == null) {
            Connection connection = hints.open().orElse(null);
            if (connection == null) {
                return null;
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
                statement.execute("listen " + HINTS);
            }
            listening = connection;
            wakeThisNode.run();
            listeners.tellAll();
        }
        return listening;
    }

    private void hangUp() {
        Connection connection = listening;
        listening = null;
        if (connection == null) {
            return;
        }
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("unlisten *");
        } catch (SQLException alreadyGone) {
            // The pool throws a broken connection away, and the subscription ends with it.
        }
    }
}
