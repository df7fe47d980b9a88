// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.startcache;

import io.glowplug.runtime.bootstrap.JavaFiles;
import io.glowplug.runtime.process.FunctionProcess;
import io.glowplug.runtime.process.ProcessExit;
import io.glowplug.runtime.process.ProcessSpawner;
import io.glowplug.runtime.process.SpawnRequest;
import io.glowplug.runtime.sandbox.EnterCommand;
import io.glowplug.runtime.sandbox.Sandbox;
import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import io.glowplug.runtime.sandbox.cgroup.ResourceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a JVM that serves a few events of its own making, as {@code launcher.jar --train}. It runs no user's code and has
 * to write a file, so there is a control group around it but no sandbox.
 */
public final class Rehearsals implements AutoCloseable {

    /** What has to be the same when a cache is recorded and when it is used. */
    static final List<String> OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx128m");

    private static final int RECORDED_EVENTS = 100;
    private static final int COMPARED_STARTS = 3;

    /** Bounds memory, and with it the weight among the processors' users. */
    private static final int MEMORY_MB = 512;

    private static final long LIMIT_SECONDS = 120;
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final Path NOTHING = Path.of("/dev/null");

    private final JavaFiles files;
    private final Path init;
    private final Sandbox sandbox;
    private final ProcessSpawner spawner;
    private final Object lock = new Object();
    private @Nullable FunctionProcess running;
    private boolean closed;

    /**
     * @param init the program {@code glowplug-init}
     */
    public Rehearsals(JavaFiles files, Path init, Sandbox sandbox, ProcessSpawner spawner) {
        this.files = files;
        this.init = init;
        this.sandbox = sandbox;
        this.spawner = spawner;
    }

    /** Least processor time of a few starts with one answer each; how long they take says more about a node's load. */
    record Comparison(Duration with, Duration without) {

        /** A tenth is the least that is worth a file. */
        boolean helps() {
            return with.toNanos() < without.toNanos() * 0.9;
        }
    }

    void record(Path java, Path cache) throws IOException {
        run(java, List.of("-XX:AOTCacheOutput=" + cache), RECORDED_EVENTS);
        if (Files.notExists(cache)) {
            throw new IOException(java + " ended well but wrote no cache");
        }
    }

    Comparison compare(Path java, Path cache) throws IOException {
        Duration with = Duration.ofDays(1);
        Duration without = with;
        for (int start = 0; start < COMPARED_STARTS; start++) {
            without = shorter(without, run(java, List.of(), 1));
            with = shorter(with, run(java, List.of("-XX:AOTCache=" + cache), 1));
        }
        return new Comparison(with, without);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Duration run(Path java, List<String> options, int events) throws IOException {
        Path output = Files.createTempFile("rehearsal", null);
        ControlGroup group =
                sandbox.group("start-cache-" + ProcessHandle.current().pid(), new ResourceLimits(MEMORY_MB));
        try {
            ProcessExit exit = await(start(command(java, options, events, group), output));
            if (exit.status() != 0) {
                throw new IOException("a rehearsal ended " + exit.reason());
            }
            return processorTime(output);
        } finally {
            Files.deleteIfExists(output);
            group.remove();
        }
    }

    private static Duration processorTime(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        String last = lines.isEmpty() ? "nothing" : lines.getLast();
        try {
            return Duration.ofMillis(Long.parseLong(last));
        } catch (NumberFormatException e) {
            throw new IOException("a rehearsal did not say how long it took but: " + last, e);
        }
    }

    private List<String> command(Path java, List<String> options, int events, ControlGroup group) {
        List<String> command = EnterCommand.into(group, init);
        command.add("--");
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "19"));
        }
        command.add(java.toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of(
                "-jar", files.directory().resolve(JavaFiles.LAUNCHER).toString(), "--train", Integer.toString(events)));
        return command;
    }

    private FunctionProcess start(List<String> command, Path output) throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new IOException("the platform stops");
            }
            try {
                var request = new SpawnRequest(
                        command, Map.of("PATH", "/usr/bin:/bin"), files.directory(), output, NOTHING, true);
                running = spawner.spawn(request);
                return running;
            } catch (RejectedExecutionException stopped) {
                throw new IOException("the platform stops", stopped);
            }
        }
    }

    private static ProcessExit await(FunctionProcess process) throws IOException {
        try {
            return process.exit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException tooLong) {
            process.kill();
            throw new IOException("a rehearsal took longer than " + LIMIT_SECONDS + " s", tooLong);
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (running != null) {
                running.kill();
            }
        }
    }
}
