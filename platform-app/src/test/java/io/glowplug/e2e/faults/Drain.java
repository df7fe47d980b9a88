// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import static java.util.stream.Collectors.toMap;

import io.glowplug.e2e.faults.Accounts.Written;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until everything that was sent has been read, run and settled. */
final class Drain {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Workload workload;
    private final Connection database;

    Drain(Workload workload, Connection database) {
        this.workload = workload;
        this.database = database;
    }

    /** Returns what is still missing when patience is over, or nothing. */
    Optional<String> await() throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<String> missing = missing();
        while (missing.isPresent() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            missing = missing();
        }
        return missing.map(what -> "not within " + PATIENCE.toSeconds() + " s: " + what);
    }

    private Optional<String> missing() throws SQLException {
        return unreadRecords()
                .or(() -> unfired(workload.slotsFunction()))
                .or(() -> unfired(workload.queuedSlotsFunction()))
                .or(this::open);
    }

    private Optional<String> unreadRecords() throws SQLException {
        Map<Integer, Long> last =
                workload.accounts().written().stream().collect(toMap(Written::partition, Written::offset, Math::max));
        Map<Integer, Long> next = new HashMap<>();
        try (var statement =
                database.prepareStatement("select partition, position from checkpoint where trigger_id = ?")) {
            statement.setObject(1, workload.recordsTrigger());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String partition = rows.getString(1);
                    String position = rows.getString(2);
                    next.put(
                            Integer.parseInt(partition.substring(partition.lastIndexOf('-') + 1)),
                            Long.parseLong(position.substring(0, position.indexOf('@'))));
                }
            }
        }
        return last.entrySet().stream()
                .filter(partition -> next.getOrDefault(partition.getKey(), 0L) <= partition.getValue())
                .findFirst()
                .map(partition -> "partition %d is written up to offset %d and read up to %s"
                        .formatted(partition.getKey(), partition.getValue(), next.get(partition.getKey())));
    }

    private Optional<String> unfired(String function) {
        try (var statement = database.prepareStatement("select max(event_key) from event where function_name = ?")) {
            statement.setString(1, function);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                String latest = rows.getString(1);
                return latest != null && !Instant.parse(latest).isBefore(workload.lastSlot())
                        ? Optional.empty()
                        : Optional.of("the slots of %s up to %s are fired, not those up to %s"
                                .formatted(function, latest, workload.lastSlot()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<String> open() {
        try (var statement = database.prepareStatement(
                "select i::text from invocation i where function_name = any (?) order by id limit 20")) {
            statement.setArray(
                    1, database.createArrayOf("text", workload.functions().toArray()));
            StringBuilder rows = new StringBuilder();
            try (ResultSet open = statement.executeQuery()) {
                while (open.next()) {
                    rows.append("\n      ").append(open.getString(1));
                }
            }
            return rows.isEmpty() ? Optional.empty() : Optional.of("invocations are open:" + rows);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
