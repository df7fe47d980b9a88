// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts processes, always from the same thread. Linux sends a process its "parent died" signal when the
 * <em>thread</em> that started it ends, so a pooled or virtual thread, whose carrier comes and goes, would take
 * functions with it. This thread lives as long as the platform.
 *
 * <p>Where the platform may, the thread has mounts of its own, which the processes it starts inherit. So what is mounted
 * for a function is nowhere to be seen on the host, and the kernel forgets it with the last process, however that ended.
 */
public final class ProcessSpawner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProcessSpawner.class);
    private static final File NOTHING = new File("/dev/null");
    private static final Path ROOT = Path.of("/");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("function-spawner").factory());
    private final MountCalls mounts = new MountCalls();
    private final boolean ownMounts;

    public ProcessSpawner() {
        this.ownMounts =
                CompletableFuture.supplyAsync(this::takeOwnMounts, thread).join();
    }

    private boolean takeOwnMounts() {
        try {
            mounts.unshareMounts();
            mounts.mount(ROOT, ROOT, MountCalls.MS_REC | MountCalls.MS_SLAVE); // the host sees nothing of ours
            return true;
        } catch (IOException notAllowed) {
            log.info("Interpreters cannot be kept ready: the platform may not mount ({})", notAllowed.getMessage());
            return false;
        }
    }

    /** Whether {@link #makeMountPoint} and {@link #showAt} can work here. */
    public boolean canMount() {
        return ownMounts;
    }

    /** Makes an empty directory that processes started from now on share: what is shown there later, they see too. */
    public void makeMountPoint(Path directory) throws IOException {
        onThread(() -> {
            mounts.mount(directory, directory, MountCalls.MS_BIND);
            mounts.mount(directory, directory, MountCalls.MS_SHARED);
            return directory;
        });
    }

    /**
     * Shows a directory of the host, read-only, at such a mount point, once. It is gone when the mount point is deleted.
     */
    public void showAt(Path mountPoint, Path directory) throws IOException {
        onThread(() -> {
            mounts.showReadOnly(directory, mountPoint);
            return mountPoint;
        });
    }

    /**
     * Forgets mount points, soon. Processes that share them keep what they see; but the sandbox of every other process
     * looks through all mounts there are, once for each of its own, so what is left here slows every start down.
     */
    public void forget(List<Path> mountPoints) {
        thread.execute(() -> {
            for (Path mountPoint : mountPoints) {
                try {
                    mounts.unmount(mountPoint);
                    mounts.unmount(mountPoint); // what it was shown on
                } catch (IOException e) {
                    log.debug("Nothing is left at {}", mountPoint, e); // nothing was shown, or its directory is gone
                }
            }
        });
    }

    public FunctionProcess spawn(SpawnRequest request) throws IOException {
        return onThread(() -> start(request));
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

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T onThread(Step<T> step) throws IOException {
        try {
            return CompletableFuture.supplyAsync(() -> unchecked(step), thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            throw e;
        }
    }

    private static <T> T unchecked(Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FunctionProcess start(SpawnRequest request) throws IOException {
        var builder = new ProcessBuilder(request.command())
                .directory(request.directory().toFile())
                .redirectInput(NOTHING)
                .redirectOutput(request.stdout().toFile())
                .redirectError(request.stderr().toFile());
        builder.environment().clear();
        builder.environment().putAll(request.environment());
        return new FunctionProcess(builder.start(), request.killDescendants());
    }
}
