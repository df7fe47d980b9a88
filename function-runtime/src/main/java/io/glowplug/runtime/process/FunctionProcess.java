// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.process;

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
     * Asks the command inside to end, where {@code glowplug-init} stands around it to pass that on; the sandbox itself
     * would take the request for its own, and end at once.
     */
    public void askToEnd() {
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(FunctionProcess::isForwarder)
                .forEach(ProcessHandle::destroy);
    }

    private static boolean isForwarder(ProcessHandle handle) {
        return handle.info()
                .arguments()
                .filter(arguments -> arguments.length > 0 && arguments[0].equals("forward"))
                .isPresent();
    }

    /** Kills it and all it started; a process namespace dies with its first process. */
    public void kill() {
        if (killDescendants) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }
}
