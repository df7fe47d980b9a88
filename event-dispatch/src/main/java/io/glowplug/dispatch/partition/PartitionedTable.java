// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.partition;

/** A table of history that is partitioned by day on a time-ordered id. */
public enum PartitionedTable {
    EVENT("event"),
    SETTLED_INVOCATION("settled_invocation"),
    ATTEMPT("attempt"),
    FUNCTION_LOG("function_log");

    private final String tableName;

    PartitionedTable(String tableName) {
        this.tableName = tableName;
    }

    String tableName() {
        return tableName;
    }
}
