// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.process;

/**
 * How a process ended.
 *
 * @param status its exit status, or 128 plus the number of the signal that killed it
 */
public record ProcessExit(int status) {

    private static final int KILLED = 128 + 9;

    public boolean killed() {
        return status == KILLED;
    }

    /** Says it in Lambda's words, to be read after "Error: Runtime exited". */
    public String reason() {
        return switch (status) {
            case 0 -> "without providing a reason";
            case 128 + 4 -> "with error: signal: illegal instruction";
            case 128 + 6 -> "with error: signal: aborted";
            case 128 + 7 -> "with error: signal: bus error";
            case 128 + 8 -> "with error: signal: floating point exception";
            case KILLED -> "with error: signal: killed";
            case 128 + 11 -> "with error: signal: segmentation fault";
            case 128 + 15 -> "with error: signal: terminated";
            default -> "with error: exit status " + status;
        };
    }
}
