// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time so far, in microseconds. Says more than a rate when others use the same machine.
 *
 * @param here of this process and the children that it has waited for
 * @param database of PostgreSQL
 */
record CpuTime(long here, long database) {

    private static final int MICROS_PER_TICK = 10_000;

    static CpuTime now(ProcessHandle postmaster) throws IOException {
        long database = ofProcess(postmaster.pid());
        for (ProcessHandle backend : postmaster.children().toList()) {
            database += ofProcess(backend.pid());
        }
        return new CpuTime(ofProcess(ProcessHandle.current().pid()), database);
    }

    /** By the kernel's own account: user and system time, of itself and of children that ended. */
    private static long ofProcess(long pid) throws IOException {
        String stat;
        try {
            stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        } catch (IOException gone) {
            return 0;
        }
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int field = 11; field <= 14; field++) {
            ticks += Long.parseLong(afterName[field]);
        }
        return ticks * MICROS_PER_TICK;
    }

    CpuTime since(CpuTime before) {
        return new CpuTime(here - before.here, database - before.database);
    }
}
