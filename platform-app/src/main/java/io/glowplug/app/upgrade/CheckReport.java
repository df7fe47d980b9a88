// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import java.io.PrintStream;

/** What the check found, printed as it is found. */
final class CheckReport {

    private final PrintStream out;
    private int problems;

    CheckReport(PrintStream out) {
        this.out = out;
    }

    void ok(String what) {
        out.println("  ok       " + what);
    }

    /** Worth knowing, in nobody's way. */
    void note(String what) {
        out.println("  note     " + what);
    }

    /** Stands in the way of the upgrade or of the node. */
    void problem(String what) {
        problems++;
        out.println("  PROBLEM  " + what);
    }

    void detail(String what) {
        out.println("             " + what);
    }

    /** Prints the last line; returns the exit code. */
    int end() {
        out.println(problems == 0 ? "Nothing stands in the way." : problems + " problem(s) stand in the way.");
        return problems == 0 ? 0 : 1;
    }
}
