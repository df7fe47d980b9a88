// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionSystemException;

/**
 * Tells a database that cannot be reached, or cannot be written because it is a standby, from one that refuses what it is
 * asked. The first passes by itself and is said in the log once, where connections are opened; whoever runs into it waits
 * and tries again without a word.
 */
public final class DatabaseOutage {

    /** PostgreSQL's own codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
    private static final Set<String> STATES = Set.of(
            "25006", // read_only_sql_transaction: a primary that became a standby
            "53300", // too_many_connections
            "57P01", // admin_shutdown
            "57P02", // crash_shutdown
            "57P03", // cannot_connect_now
            "57P05"); // idle_session_timeout

    private static final String CONNECTION_EXCEPTIONS = "08";
    private static final int DEEPEST = 20;

    private DatabaseOutage() {}

    /** Whether an outage is what lies behind a failure, however it was wrapped. */
    public static boolean isBehind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException sql && isOne(sql)) {
                return true;
            }
            cause = beneath(cause);
        }
        return false;
    }

    /** A roll-back that fails too, as it does when the connection is cut, hides the failure that it was to undo. */
    private static @Nullable Throwable beneath(Throwable failure) {
        return failure instanceof TransactionSystemException transaction
                        && transaction.getApplicationException() != null
                ? transaction.getApplicationException()
                : failure.getCause();
    }

    /** Whether it says that the server takes no writes. */
    public static boolean isStandby(SQLException failure) {
        return "25006".equals(failure.getSQLState());
    }

    /** Between three quarters and five quarters of a pause, so that those who wait do not all come back at once. */
    public static Duration spread(Duration pause) {
        long nanos = pause.toNanos();
        return Duration.ofNanos(nanos * 3 / 4 + ThreadLocalRandom.current().nextLong(Math.max(1, nanos / 2)));
    }

    private static boolean isOne(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLRecoverableException
                || isOne(failure.getSQLState());
    }

    private static boolean isOne(@Nullable String state) {
        return state != null && (state.startsWith(CONNECTION_EXCEPTIONS) || STATES.contains(state));
    }
}
