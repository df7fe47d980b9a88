// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.lang.ref.Reference;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded broker's process. It waits until an earlier one has left the directory, makes the files at the first
 * start, says {@link #READY} on its standard output once it serves clients, and shuts down when its standard input ends,
 * which is when the platform is gone, in whatever way.
 */
final class BrokerMain {

    static final String READY = "ready";
    static final int PORT_TAKEN = 3;

    private static final int FAILED = 1;
    private static final Logger log = LoggerFactory.getLogger(BrokerMain.class);

    private BrokerMain() {}

    /**
     * Runs the broker.
     *
     * @param arguments the file of the broker's settings, and its port for clients
     */
    public static void main(String[] arguments) throws Exception {
        Path settings = Path.of(arguments[0]);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(settings)) {
            properties.load(reader);
        }
        FileChannel directory = lock(settings.resolveSibling("broker.lock"));
        try {
            if (isTaken(Integer.parseInt(arguments[1]))) {
                System.exit(PORT_TAKEN);
            }
            format(properties.getProperty("log.dirs"));
            serve(new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM));
        } catch (RuntimeException e) {
            log.error("The embedded broker did not start", e);
            System.exit(FAILED); // what of it has started would keep the process alive
        } finally {
            Reference.reachabilityFence(directory); // locked until the process has ended
        }
    }

    /** Serves clients until the platform is gone; returns only by an exception. */
    private static void serve(KafkaRaftServer broker) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker), "stop-broker"));
        broker.startup();
        System.out.println(READY);
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    /** Waits for the directory; the platform that started this process decides how long. */
    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    private static boolean isTaken(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a former broker may still be winding down
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (BindException e) {
            return true;
        }
    }

    /** Makes the files unless they are there; Kafka writes the one that is looked for last. */
    private static void format(String directory) throws Exception {
        if (Files.exists(Path.of(directory, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .addDirectory(directory)
                .setMetadataLogDirectory(directory)
                .run();
    }

    private static void stop(KafkaRaftServer broker) {
        broker.shutdown();
        broker.awaitShutdown();
    }
}
