// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.LedgerBalance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds the counters against the rows, in one statement and so in one snapshot of the database. */
public class LedgerStore implements Ledger {

    private static final String BALANCES = """
            with counted as (
                select function_name, trigger_id,
                    sum(accepted) as accepted, sum(succeeded) as succeeded, sum(dead_lettered) as dead_lettered,
                    sum(expired) as expired, sum(cancelled) as cancelled, sum(filtered) as filtered
                from ledger_count
                group by function_name, trigger_id),
            opened as (
                select function_name, coalesce(trigger_id, :noTrigger) as trigger_id,
                    count(*) filter (where state = 'running') as in_flight,
                    count(*) filter (where state = 'waiting') as waiting
                from invocation
                group by 1, 2)
            select function_name, nullif(trigger_id, :noTrigger) as trigger_id,
                accepted, succeeded, dead_lettered, expired, cancelled, in_flight, waiting, filtered
            from counted full join opened using (function_name, trigger_id)
            order by function_name, trigger_id
            """;

    private final JdbcClient jdbc;

    public LedgerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<LedgerBalance> balances() {
        return jdbc.sql(BALANCES)
                .param("noTrigger", LedgerCounts.NO_TRIGGER)
                .query((row, _) -> balance(row))
                .list();
    }

    /** A side that is missing counts as zeros, which is what {@code getLong} makes of null. */
    private static LedgerBalance balance(ResultSet row) throws SQLException {
        return new LedgerBalance(
                row.getString("function_name"),
                row.getObject("trigger_id", UUID.class),
                row.getLong("accepted"),
                row.getLong("succeeded"),
                row.getLong("dead_lettered"),
                row.getLong("expired"),
                row.getLong("cancelled"),
                row.getLong("in_flight"),
                row.getLong("waiting"),
                row.getLong("filtered"));
    }
}
