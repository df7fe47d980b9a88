// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts processes, always from the same thread. Linux sends a process its "parent died" signal when the
 * <em>thread</em> that started it ends, so a pooled or virtual thread, whose carrier comes and goes, would take
 * functions with it. This thread lives as long as the platform.
 */
public final class ProcessSpawner implements AutoCloseable {

    private static final File NOTHING = new File("/dev/null");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("function-spawner").factory());

    public FunctionProcess spawn(SpawnRequest request) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> start(request), thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw e;
        }
    }

    /** Ends the thread, and with it every process that is still there. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static FunctionProcess start(SpawnRequest request) {
        var builder = new ProcessBuilder(request.command())
                .directory(request.directory().toFile())
                .redirectInput(NOTHING)
                .redirectOutput(request.stdout().toFile())
                .redirectError(request.stderr().toFile());
        builder.environment().clear();
        builder.environment().putAll(request.environment());
        try {
            return new FunctionProcess(builder.start(), request.killDescendants());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
