// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Keeps what a failed test's nodes have to say, before they are ended and their directories removed: their logs and
 * where each of their threads is. What happens once in a hundred runs has to be understood from that.
 */
public final class FailureEvidence implements TestExecutionExceptionHandler {

    private static final Path DIRECTORY = Path.of("target/failures").toAbsolutePath();
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    private static final Set<PlatformProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static void watch(PlatformProcess node) {
        RUNNING.add(node);
    }

    static void forget(PlatformProcess node) {
        RUNNING.remove(node);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        for (PlatformProcess node : RUNNING) {
            try {
                keep(node, context.getRequiredTestClass().getSimpleName() + "-" + node.pid());
            } catch (IOException | UncheckedIOException | InterruptedException lost) {
                failure.addSuppressed(lost);
            }
        }
        throw failure;
    }

    private static void keep(PlatformProcess node, String name) throws IOException, InterruptedException {
        Files.createDirectories(DIRECTORY);
        Path threads = DIRECTORY.resolve(name + "-threads.txt");
        Process dump = new ProcessBuilder(List.of(
                        JCMD.toString(),
                        Long.toString(node.pid()),
                        "Thread.dump_to_file",
                        "-overwrite",
                        threads.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!dump.waitFor(30, TimeUnit.SECONDS)) {
            dump.destroyForcibly();
        }
        Files.copy(node.log(), DIRECTORY.resolve(name + ".log"), StandardCopyOption.REPLACE_EXISTING);
        System.out.printf("%s failed; log and threads of its node are in %s%n%s%n", name, DIRECTORY, node.tailOfLog());
    }
}
