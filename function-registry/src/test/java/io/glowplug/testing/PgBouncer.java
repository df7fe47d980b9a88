// SPDX-License-Identifier: Apache-2.0
package io.glowplug.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real PgBouncer in front of a test's database, where one is installed. */
public final class PgBouncer implements AutoCloseable {

    /** Why a test is skipped without one. */
    public static final String MISSING = "PgBouncer is not installed (apt-get install pgbouncer)";

    private static final Pattern PORT = Pattern.compile(":(\\d+)/");

    private final Process process;
    private final String url;

    private PgBouncer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    public static boolean isInstalled() {
        return program().isPresent();
    }

    private static Optional<Path> program() {
        return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one.
     *
     * @param jdbcUrl of the database behind it
     * @param poolMode {@code transaction} or {@code session}
     */
    public static PgBouncer before(String jdbcUrl, String poolMode) throws IOException {
        Matcher port = PORT.matcher(jdbcUrl);
        if (!port.find()) {
            throw new IllegalArgumentException("no port in " + jdbcUrl);
        }
        int own = FreePorts.next();
        Path directory = Files.createTempDirectory(
                "pgbouncer", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path settings = directory.resolve("pgbouncer.ini");
        Files.writeString(settings, """
                [databases]
                * = host=127.0.0.1 port=%s user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                max_client_conn = 500
                default_pool_size = 20
                """.formatted(port.group(1), own, poolMode));
        boolean root = System.getProperty("user.name").equals("root");
        List<String> command = root
                ? List.of(program().orElseThrow().toString(), "-u", "nobody", settings.toString())
                : List.of(program().orElseThrow().toString(), settings.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pgbouncer.log").toFile())
                .start();
        await("PgBouncer listens, see " + directory)
                .atMost(Duration.ofSeconds(30))
                .until(() -> listens(own));
        return new PgBouncer(process, port.replaceFirst(":" + own + "/"));
    }

    /** The database through it. */
    public String jdbcUrl() {
        return url;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
