// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.signal;

import io.glowplug.dispatch.HintConnections;
import io.glowplug.dispatch.loop.BackgroundLoop;
import io.glowplug.dispatch.loop.WakeUp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Wakes this node at once and the others by NOTIFY. A NOTIFY inside a transaction makes commits queue up behind one
 * another, so it is sent apart from them, and at most twenty times a second. Keeps one connection to listen on, where
 * there is one to be had.
 */
public final class PostgresDueSignal implements DueSignal, SmartLifecycle {

    private static final String CHANNEL = "glowplug_due";
    private static final Duration BETWEEN_NOTICES = Duration.ofMillis(50);
    private static final Duration STEP = Duration.ofMillis(200);
    private static final Duration WITHOUT_HINTS = Duration.ofMinutes(1);
    private static final int STEPS_UNTIL_ASKED = 50;
    private static final int VALID_SECONDS = 3;

    private final HintConnections hints;
    private final JdbcClient jdbc;
    private final String node;
    private final Runnable wakeThisNode;
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
        toSend.raise();
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
        if (toSend.await(STEP)) {
            jdbc.sql("select pg_notify(:channel, :node)")
                    .param("channel", CHANNEL)
                    .param("node", node)
                    .query(row -> {});
            LockSupport.parkNanos(BETWEEN_NOTICES.toNanos());
        }
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
                if (!notice.getParameter().equals(node)) {
                    wakeThisNode.run();
                }
            }
        } catch (SQLException e) {
            hangUp();
            throw new DataAccessResourceFailureException("cannot listen for due invocations", e);
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
            }
            listening = connection;
            wakeThisNode.run();
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
