// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration does to tables that are there already. Read by patterns, which is enough for the plain statements that
 * migrations are written in; a statement that fits none is shown as it is.
 *
 * @param touches in the order of the script; statements on tables that the script itself creates are left out
 * @param contractReason from a line {@code -- contract: …}, which says since when nothing needs what is taken away; empty
 *     without one
 * @param contracts statements that take something away, which the version before may still need
 */
record MigrationScript(List<Touch> touches, String contractReason, List<String> contracts) {

    /** How long a statement takes by what it has to read or write. */
    enum Work {
        /** Only the catalog is changed. */
        CATALOG,
        /** The table is read once. */
        SCAN,
        /** The table is read and sorted into an index. */
        INDEX,
        /** The table is written anew. */
        REWRITE
    }

    /** One statement on one table, with the table lock that it takes until the migration ends. */
    record Touch(String table, String lock, Work work, String statement) {}

    private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
    private static final Pattern CONTRACT = Pattern.compile("(?im)^\\s*--\\s*contract:\\s*(\\S.*)$");
    private static final Pattern STATEMENT =
            Pattern.compile("(?s)(?:\\$\\$.*?\\$\\$|'(?:[^']++|'')*+'|[^;'$]++|['$])++");

    private static final String NAME = "(?:if (?:not )?exists )?(?:only )?([a-z0-9_.\"]+)";
    private static final Pattern CREATE_TABLE = Pattern.compile("create (?:unlogged )?table " + NAME + ".*");
    private static final Pattern CREATE_INDEX =
            Pattern.compile("create (?:unique )?index (concurrently )?.*? ?on " + NAME + ".*");
    private static final Pattern ALTER_TABLE = Pattern.compile("alter table " + NAME + " (.*)");
    private static final Pattern CHANGE_ROWS = Pattern.compile("(?:update|delete from|insert into) " + NAME + ".*");
    private static final Pattern DROP = Pattern.compile("(?:drop|truncate) (?:table |index |view )?" + NAME + ".*");

    /** Old nodes read and write what these take away or demand. */
    private static final List<Pattern> TAKES_AWAY = List.of(
            Pattern.compile("\\bdrop (table|column|view|sequence|schema|type)\\b"),
            Pattern.compile(
                    "\\bdrop (?!constraint|default|not null|index|trigger|function|identity|expression)[a-z_\"]+\\s*(,|$)"),
            Pattern.compile("^truncate\\b"),
            Pattern.compile("\\brename (to|column|constraint)?\\b"),
            Pattern.compile("\\balter (column )?[a-z0-9_\"]+ (set data )?type\\b"),
            Pattern.compile("\\bset not null\\b"));

    private static final Pattern CHANGES_STRUCTURE = Pattern.compile("^(alter|drop|truncate)\\b");

    private static final Pattern ADDED_COLUMN =
            Pattern.compile("\\badd (?:column )?(?!constraint|check|unique|primary|foreign|exclude)([^,]*)");

    static MigrationScript parse(String sql) {
        Matcher reason = CONTRACT.matcher(sql);
        String contractReason = reason.find() ? reason.group(1).strip() : "";
        List<Touch> touches = new ArrayList<>();
        List<String> contracts = new ArrayList<>();
        Set<String> created = new HashSet<>();
        Matcher statements = STATEMENT.matcher(COMMENT.matcher(sql).replaceAll(""));
        while (statements.find()) {
            String statement =
                    statements.group().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
            if (!statement.isEmpty()) {
                read(statement, created, touches, contracts);
            }
        }
        return new MigrationScript(List.copyOf(touches), contractReason, List.copyOf(contracts));
    }

    private static void read(String statement, Set<String> created, List<Touch> touches, List<String> contracts) {
        Matcher table = CREATE_TABLE.matcher(statement);
        if (table.matches()) {
            created.add(table.group(1));
            return;
        }
        Touch touch = touchOf(statement);
        if (created.contains(touch.table())) {
            return;
        }
        touches.add(touch);
        if (takesAway(statement)) {
            contracts.add(statement);
        }
    }

    private static Touch touchOf(String statement) {
        Matcher index = CREATE_INDEX.matcher(statement);
        if (index.matches()) {
            String lock = index.group(1) == null ? "SHARE (writes wait)" : "SHARE UPDATE EXCLUSIVE";
            return new Touch(index.group(2), lock, Work.INDEX, statement);
        }
        Matcher alter = ALTER_TABLE.matcher(statement);
        if (alter.matches()) {
            return alteration(alter.group(1), alter.group(2), statement);
        }
        Matcher rows = CHANGE_ROWS.matcher(statement);
        if (rows.matches()) {
            boolean adds = statement.startsWith("insert");
            return new Touch(rows.group(1), "ROW EXCLUSIVE", adds ? Work.CATALOG : Work.REWRITE, statement);
        }
        Matcher drop = DROP.matcher(statement);
        return drop.matches()
                ? new Touch(drop.group(1), "ACCESS EXCLUSIVE (reads and writes wait)", Work.CATALOG, statement)
                : new Touch("", "none known", Work.CATALOG, statement);
    }

    private static Touch alteration(String table, String actions, String statement) {
        if (actions.startsWith("validate constraint")) {
            return new Touch(table, "SHARE UPDATE EXCLUSIVE", Work.SCAN, statement);
        }
        Work work = Work.CATALOG;
        if (actions.matches(".*\\btype\\b.*") && actions.startsWith("alter")) {
            work = Work.REWRITE;
        } else if (actions.contains("set not null")
                || (actions.matches(".*\\badd (constraint|check|foreign|unique|primary).*")
                        && !actions.contains("not valid"))) {
            work = Work.SCAN;
        }
        return new Touch(table, "ACCESS EXCLUSIVE (reads and writes wait)", work, statement);
    }

    private static boolean takesAway(String statement) {
        if (!CHANGES_STRUCTURE.matcher(statement).find()) {
            return false;
        }
        if (TAKES_AWAY.stream().anyMatch(pattern -> pattern.matcher(statement).find())) {
            return true;
        }
        // A column that has to have a value, and none by itself, makes the inserts of old nodes fail.
        return statement.startsWith("alter table")
                && ADDED_COLUMN
                        .matcher(statement)
                        .results()
                        .map(added -> added.group(1))
                        .anyMatch(column -> column.contains("not null")
                                && !column.contains("default")
                                && !column.contains("generated"));
    }
}
