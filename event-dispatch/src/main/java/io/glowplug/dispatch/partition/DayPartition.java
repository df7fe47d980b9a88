// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** One UTC day of one table. Its name, such as {@code event_p20261121}, is made of nothing a user can choose. */
record DayPartition(PartitionedTable table, LocalDate day) {

    static DayPartition named(PartitionedTable table, String name) {
        String day = name.substring(prefix(table).length());
        return new DayPartition(table, LocalDate.parse(day, DateTimeFormatter.BASIC_ISO_DATE));
    }

    String name() {
        return prefix(table) + day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    UUID firstId() {
        return TimeOrderedIds.lowerBound(day.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    /** The first id that is too late for this day. */
    UUID endId() {
        return TimeOrderedIds.lowerBound(end());
    }

    Instant end() {
        return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static String prefix(PartitionedTable table) {
        return table.tableName() + "_p";
    }
}
