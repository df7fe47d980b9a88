// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.invoke;

import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.store.AttemptRow;
import io.glowplug.dispatch.store.AttemptStore;
import io.glowplug.dispatch.store.AttemptStore.EndedAttempt;
import io.glowplug.dispatch.store.SqlArrays;
import io.glowplug.dispatch.store.StoredText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes the history of synchronous runs. */
public final class RunSummaryStore {

    private static final String INSERT = """
            insert into settled_invocation
                (id, function_name, qualifier, trigger_id, kind, status, attempts, accepted_at, ended_at, executed_version,
                 error_type, error_message)
            select id, function_name, qualifier, trigger_id, 'sync', status, 1, accepted_at, ended_at, executed_version,
                   error_type, error_message
            from unnest(:ids, :functions, :qualifiers, :triggers, :statuses, :accepted, :ended, :versions, :errorTypes,
                        :errorMessages)
                as row (id, function_name, qualifier, trigger_id, status, accepted_at, ended_at, executed_version, error_type,
                        error_message)
            on conflict (id) do nothing
            """;

    private final JdbcClient jdbc;
    private final LedgerTransactions transactions;
    private final AttemptStore attempts;

    public RunSummaryStore(JdbcClient jdbc, LedgerTransactions transactions, AttemptStore attempts) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.attempts = attempts;
    }

    /** Stores all of them in one transaction; storing one twice does nothing. */
    void append(List<RunSummary> runs) {
        transactions.inOne(() -> {
            attempts.append(runs.stream()
                    .map(run -> new EndedAttempt(run.invocationId(), 1, run.attempt()))
                    .toList());
            return jdbc.sql(INSERT)
                    .param("ids", SqlArrays.uuids(runs, RunSummary::invocationId))
                    .param("functions", SqlArrays.texts(runs, RunSummary::functionName))
                    .param("qualifiers", SqlArrays.texts(runs, RunSummary::qualifier))
                    .param("triggers", SqlArrays.uuids(runs, RunSummary::triggerId))
                    .param("statuses", SqlArrays.texts(runs, RunSummary::status))
                    .param("accepted", SqlArrays.times(runs, RunSummary::calledAt))
                    .param("ended", SqlArrays.times(runs, run -> run.attempt().endedAt()))
                    .param(
                            "versions",
                            SqlArrays.texts(runs, run -> run.attempt().version()))
                    .param(
                            "errorTypes",
                            SqlArrays.texts(
                                    runs,
                                    run -> StoredText.errorType(run.attempt().errorType())))
                    .param(
                            "errorMessages",
                            SqlArrays.texts(
                                    runs,
                                    run -> StoredText.errorMessage(run.attempt().errorMessage())))
                    .update();
        });
    }

    /** One synchronous run. */
    record RunSummary(
            UUID invocationId,
            String functionName,
            @Nullable String qualifier,
            @Nullable UUID triggerId,
            Instant calledAt,
            String status,
            AttemptRow attempt) {}
}
