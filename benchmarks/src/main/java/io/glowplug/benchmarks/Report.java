// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of figures, one row for each question. */
final class Report {

    private final List<String> rows = new ArrayList<>();
    private final List<String> tables = new ArrayList<>();

    /**
     * Adds a row.
     *
     * @param rawWhat what the raw limit is
     */
    void add(String what, double figure, String unit, String rawWhat, double raw) {
        String row = String.format(
                Locale.ROOT,
                "| %s | %s %s | %s: %s | %.2f |",
                what,
                number(figure),
                unit,
                rawWhat,
                number(raw),
                figure / raw);
        rows.add(row);
        System.out.println(row);
    }

    /** Adds a table of its own. */
    void table(String table) {
        tables.add(table);
    }

    private static String number(double value) {
        return value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value);
    }

    @Override
    public String toString() {
        return "| what | Glowplug | raw limit in the same run | ratio |\n|---|---|---|---|\n" + String.join("\n", rows)
                + "\n\n" + String.join("\n\n", tables);
    }
}
