// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged application laid out as the launcher does it, with a start cache, since these tests start it often. */
public final class InstalledPlatform {

    private static final Path JAR = Path.of("target/platform-app.jar").toAbsolutePath();
    private static final Path DIRECTORY = Path.of("target/installed-platform").toAbsolutePath();
    private static final Path LOCK = Path.of("target/installed-platform.lock").toAbsolutePath();
    private static final Path CACHE = DIRECTORY.resolve("start.aot");
    private static final String JAVA = System.getProperty("java.home") + "/bin/java";
    private static final List<String> OPTIONS =
            List.of("-Xmx1g", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED");

    private InstalledPlatform() {}

    /** Returns how to start a node. */
    public static List<String> startCommand() {
        installOnce();
        return command("-XX:AOTCache=" + CACHE, "-Xlog:aot*=off", "-Xlog:cds*=off");
    }

    /** Returns how to start another program of the platform's class path with little memory. */
    public static List<String> programCommand(String mainClass, String... arguments) {
        installOnce();
        List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-cp"));
        command.add(DIRECTORY.resolve("platform-app.jar").toString());
        command.add(mainClass);
        command.addAll(List.of(arguments));
        return command;
    }

    private static synchronized void installOnce() {
        // Tests run in two processes, and both need it at once.
        try (FileChannel file = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = file.lock()) {
            if (!Files.exists(CACHE)
                    || Files.getLastModifiedTime(CACHE).compareTo(Files.getLastModifiedTime(JAR)) < 0) {
                install();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install() throws IOException {
        run(List.of(
                JAVA,
                "-Djarmode=tools",
                "-jar",
                JAR.toString(),
                "extract",
                "--force",
                "--destination",
                "" + DIRECTORY));
        run(command("-XX:AOTCacheOutput=" + CACHE, "-Dspring.context.exit=onRefresh"));
    }

    private static List<String> command(String... more) {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(OPTIONS);
        command.addAll(List.of(more));
        command.addAll(List.of("-jar", DIRECTORY.resolve("platform-app.jar").toString()));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Path log = DIRECTORY.resolveSibling("installed-platform.log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .put("GLOWPLUG_DATA_DIR", DIRECTORY.resolve("training").toString());
        builder.environment().put("GLOWPLUG_PORT", "0");
        builder.environment().put("GLOWPLUG_S3_PORT", "0");
        builder.environment().put("GLOWPLUG_INGRESS_PORT", "0");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("not done within 3 minutes: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(command + " ended with " + process.exitValue() + ":\n" + Files.readString(log));
        }
    }
}
