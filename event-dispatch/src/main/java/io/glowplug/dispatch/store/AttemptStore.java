// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.runtime.RunReport;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Appends to the history of attempts. */
public final class AttemptStore {

    private static final String INSERT = """
            insert into attempt
                (invocation_id, attempt, outcome, node, version, environment_id, started_at, ended_at,
                 queued_us, init_us, duration_us, billed_ms, max_memory_mb, error_type, error_message, streamed_bytes,
                 start)
            select id, attempt, outcome, :node, version, environment_id, started_at, ended_at,
                   queued_us, init_us, duration_us, billed_ms, max_memory_mb, error_type, error_message, streamed_bytes,
                   start
            from unnest(:ids, :attempts, :outcomes, :versions, :environments, :starts, :ends,
                        :queued, :inits, :durations, :billed, :memory, :errorTypes, :errorMessages, :streamed, :startCauses)
                as row (id, attempt, outcome, version, environment_id, started_at, ended_at,
                        queued_us, init_us, duration_us, billed_ms, max_memory_mb, error_type, error_message, streamed_bytes,
                        start)
            on conflict (invocation_id, attempt) do nothing
            """;

    private final JdbcClient jdbc;
    private final String node;

    public AttemptStore(JdbcClient jdbc, String node) {
        this.jdbc = jdbc;
        this.node = node;
    }

    /** Stores all of them, in the caller's transaction. */
    public void append(Collection<EndedAttempt> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        jdbc.sql(INSERT)
                .param("node", node)
                .param("ids", SqlArrays.uuids(attempts, EndedAttempt::invocationId))
                .param("attempts", SqlArrays.integers(attempts, EndedAttempt::number))
                .param(
                        "outcomes",
                        SqlArrays.texts(attempts, ended -> ended.row().outcome()))
                .param(
                        "versions",
                        SqlArrays.texts(attempts, ended -> ended.row().version()))
                .param("environments", SqlArrays.texts(attempts, ended -> text(ended, RunReport::environmentId)))
                .param("starts", SqlArrays.times(attempts, ended -> ended.row().startedAt()))
                .param("ends", SqlArrays.times(attempts, ended -> ended.row().endedAt()))
                .param("queued", SqlArrays.longs(attempts, ended -> micros(ended, RunReport::queued)))
                .param("inits", SqlArrays.longs(attempts, ended -> micros(ended, RunReport::init)))
                .param("durations", SqlArrays.longs(attempts, ended -> micros(ended, RunReport::duration)))
                .param("billed", SqlArrays.longs(attempts, ended -> value(ended, RunReport::billedMillis)))
                .param("memory", SqlArrays.integers(attempts, ended -> value(ended, RunReport::maxMemoryMb)))
                .param(
                        "errorTypes",
                        SqlArrays.texts(
                                attempts,
                                ended -> StoredText.errorType(ended.row().errorType())))
                .param(
                        "errorMessages",
                        SqlArrays.texts(
                                attempts,
                                ended -> StoredText.errorMessage(ended.row().errorMessage())))
                .param("streamed", SqlArrays.longs(attempts, ended -> value(ended, RunReport::streamedBytes)))
                .param("startCauses", SqlArrays.texts(attempts, ended -> text(ended, RunReport::start)))
                .update();
    }

    private static @Nullable Object value(EndedAttempt ended, Function<RunReport, @Nullable Object> property) {
        RunReport report = ended.row().report();
        return report == null ? null : property.apply(report);
    }

    private static @Nullable String text(EndedAttempt ended, Function<RunReport, String> property) {
        RunReport report = ended.row().report();
        return report == null ? null : property.apply(report);
    }

    private static @Nullable Object micros(EndedAttempt ended, Function<RunReport, @Nullable Duration> property) {
        RunReport report = ended.row().report();
        Duration duration = report == null ? null : property.apply(report);
        return duration == null ? null : duration.toNanos() / 1000;
    }

    /** An attempt with the invocation it belongs to. */
    public record EndedAttempt(UUID invocationId, int number, AttemptRow row) {}
}
