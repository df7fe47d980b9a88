// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A running process and, without a process namespace around it, everything it started. */
public final class FunctionProcess {

    private final Process process;
    private final boolean killDescendants;
    private final CompletableFuture<ProcessExit> exit;

    FunctionProcess(Process process, boolean killDescendants) {
        this.process = process;
        this.killDescendants = killDescendants;
        this.exit = process.onExit().thenApply(ended -> new ProcessExit(ended.exitValue()));
    }

    public long pid() {
        return process.pid();
    }

    /** Completes when the process has ended and its exit status is known. */
    public CompletableFuture<ProcessExit> exit() {
        return exit;
    }

    /**
     * Asks the command to end. In a sandbox it has a first process above it, and the sandbox itself above that, which
     * would take the request for their own.
     */
    public void askToEnd() {
        Stream<ProcessHandle> command = killDescendants
                ? Stream.of(process.toHandle())
                : lastChild(process.toHandle()).flatMap(FunctionProcess::firstChild).stream();
        command.forEach(ProcessHandle::destroy);
    }

    /** A gateway to the internet is there before the sandbox is. */
    private static Optional<ProcessHandle> lastChild(ProcessHandle parent) {
        return children(parent).reduce((_, later) -> later);
    }

    /** What others left behind comes after the command. */
    private static Optional<ProcessHandle> firstChild(ProcessHandle parent) {
        return children(parent).findFirst();
    }

    /** The kernel lists them by age. The JDK would look at every process of the machine to find them. */
    private static Stream<ProcessHandle> children(ProcessHandle parent) {
        try {
            String listed = Files.readString(Path.of("/proc/%1$d/task/%1$d/children".formatted(parent.pid())));
            return Stream.of(listed.split(" ", -1))
                    .filter(pid -> !pid.isBlank())
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream());
        } catch (IOException ended) { // or a kernel that was built without this list
            return parent.children().sorted(Comparator.comparingLong(ProcessHandle::pid));
        }
    }

    /** Kills it and all it started; a process namespace dies with its first process. */
    public void kill() {
        if (killDescendants) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }
}
