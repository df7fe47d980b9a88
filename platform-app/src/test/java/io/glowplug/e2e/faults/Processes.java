// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Signals for processes, and commands that are over soon. */
final class Processes {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Processes() {}

    /** Runs a command and says whether it succeeded; what it prints is nobody's business. */
    static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops a process where it stands; its children go on. */
    static void freeze(ProcessHandle process) {
        succeeds("kill", "-STOP", Long.toString(process.pid()));
    }

    static void thaw(ProcessHandle process) {
        succeeds("kill", "-CONT", Long.toString(process.pid()));
    }

    /** Ends a process and all that it has started, without a word, and waits until they are gone. */
    static void killWithChildren(ProcessHandle process) {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        process.onExit().join();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(child -> child.onExit().join());
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
