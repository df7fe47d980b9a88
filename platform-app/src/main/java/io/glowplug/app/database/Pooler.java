// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.database;

import io.glowplug.app.settings.StartRefusedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what stands between this node and PostgreSQL. A server tells each client its process when it connects; a
 * pooler such as PgBouncer tells a number of its own, which is another than the server's process then says of itself. And
 * a pooler that hands the same process to two clients that are connected at once lends it for a transaction only.
 */
public enum Pooler {
    /** The server itself. */
    NONE,
    /** A pooler whose clients keep a server process as long as they are connected: as good as none. */
    PER_SESSION,
    /** A pooler that lends a server process for each transaction: nothing may be left behind in a session. */
    PER_TRANSACTION;

    private static final Logger log = LoggerFactory.getLogger(Pooler.class);
    private static final int LOOKS = 5;
    private static final String WHOSE_PROCESS = "select pg_backend_pid()";

    /**
     * Looks. Answers {@link #NONE} when nothing can be reached: whoever connects next says so better.
     *
     * @throws StartRefusedException if the pooler turns the driver away
     */
    public static Pooler behind(String url, @Nullable String username, @Nullable String password) {
        Properties properties = properties(username, password);
        try (Connection one = DriverManager.getConnection(url, properties);
                Connection other = DriverManager.getConnection(url, properties)) {
            if (one.unwrap(PGConnection.class).getBackendPID() == process(one)) {
                return NONE;
            }
            return lendsPerTransaction(one, other) ? PER_TRANSACTION : PER_SESSION;
        } catch (SQLException e) {
            refuseIfTurnedAway(e);
            log.debug("What stands before the database could not be found out", e);
            return NONE;
        }
    }

    /** As the pool needs it behind this: without statements that the server would have to remember. */
    public String urlFor(String url) {
        if (this != PER_TRANSACTION || url.contains("prepareThreshold=")) {
            return url;
        }
        return url + (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
    }

    static Properties properties(@Nullable String username, @Nullable String password) {
        Properties properties = new Properties();
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        if (username != null) {
            properties.setProperty("user", username);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    private static boolean lendsPerTransaction(Connection one, Connection other) throws SQLException {
        other.setAutoCommit(false);
        for (int look = 0; look < LOOKS; look++) {
            int before = process(one);
            int others = process(other);
            int after = process(one);
            other.rollback();
            if (others == before || after != before) {
                return true;
            }
        }
        return false;
    }

    private static int process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(WHOSE_PROCESS)) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private static void refuseIfTurnedAway(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.contains("unsupported startup parameter")) {
            throw new StartRefusedException(
                    "The pooler in front of the database turns this node away: " + message,
                    "Set ignore_startup_parameters = extra_float_digits in the pooler's configuration, or let"
                            + " GLOWPLUG_DATABASE_URL lead past it.");
        }
    }
}
