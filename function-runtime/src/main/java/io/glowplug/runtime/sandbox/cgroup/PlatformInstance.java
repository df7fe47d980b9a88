// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The name of a running platform on its host: its process id, when that process started, since ids are used again, and
 * a number, since one process can hold several.
 */
public record PlatformInstance(String name) {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Returns a new name for a platform in this process. */
    public static PlatformInstance next() {
        return of(ProcessHandle.current(), NUMBER.incrementAndGet());
    }

    public static PlatformInstance of(ProcessHandle process, int number) {
        return new PlatformInstance(nameOf(process) + "-" + number);
    }

    /** Whether the platform of that name still runs; of a name that is no platform's, it does not. */
    public static boolean runs(String name) {
        int dash = name.indexOf('-');
        if (dash < 1 || !name.substring(0, dash).chars().allMatch(Character::isDigit)) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(name.substring(0, dash)))
                .map(process -> name.startsWith(nameOf(process) + "-"))
                .orElse(false);
    }

    private static String nameOf(ProcessHandle process) {
        return process.pid() + "-"
                + Long.toString(
                        process.info().startInstant().map(Instant::toEpochMilli).orElse(0L), Character.MAX_RADIX);
    }
}
