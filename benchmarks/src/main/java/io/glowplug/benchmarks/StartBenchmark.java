// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import io.glowplug.benchmarks.bare.BareApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** From the start of the process until it answers, the second time, beside a bare application on the same database. */
final class StartBenchmark implements Benchmark {

    private static final int STARTS = 3;

    @Override
    public void run(Platform platform, Report report) throws IOException, InterruptedException {
        double bare = medianMillis(() -> startBare(platform.database()));
        Path directory = platform.dataDirectory().resolveSibling("second-start");
        Platform.startAndStop(platform.jar(), directory, platform.database());
        report.add(
                "second start until ready, external PostgreSQL",
                medianMillis(() -> Platform.startAndStop(platform.jar(), directory, platform.database())),
                "ms",
                "bare Spring Boot with JPA and Flyway ms",
                bare);
        Path embedded = platform.dataDirectory().resolveSibling("second-start-embedded");
        Platform.startAndStop(platform.jar(), embedded, null);
        report.add(
                "second start until ready, embedded PostgreSQL started with it",
                medianMillis(() -> Platform.startAndStop(platform.jar(), embedded, null)),
                "ms",
                "bare Spring Boot with JPA and Flyway ms",
                bare);
    }

    private static double startBare(Database database) throws IOException, InterruptedException {
        int port = Platform.freePort();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareApplication.class.getName(),
                        Integer.toString(port),
                        database.url())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            long deadline = start + Duration.ofMinutes(1).toNanos();
            while (!accepts(port)) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new IllegalStateException("the bare application does not start");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            return (System.nanoTime() - start) / 1e6;
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double medianMillis(Start start) throws IOException, InterruptedException {
        double[] millis = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            millis[i] = start.millis();
        }
        Arrays.sort(millis);
        return millis[STARTS / 2];
    }

    /** Starts something, ends it and says how long it took until it was ready. */
    private interface Start {
        double millis() throws IOException, InterruptedException;
    }
}
