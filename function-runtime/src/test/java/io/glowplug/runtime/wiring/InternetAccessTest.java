// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.NetworkAccess.Mode;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.LogStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What functions with the network access {@code INTERNET} reach, from inside a real sandbox. */
class InternetAccessTest {

    private static RuntimeHarness runtime;
    private static ServerSocket server;

    @BeforeAll
    static void start() throws IOException {
        runtime = RuntimeHarness.with().start();
        assumeThat(runtime.givesInternet()).isTrue();
        Optional<InetAddress> own = addressOfThisHost();
        assumeThat(own).as("an address besides loopback").isPresent();
        server = new ServerSocket(0, 50, own.orElseThrow());
        Thread.startVirtualThread(InternetAccessTest::serve);
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        runtime.close();
    }

    private static Optional<InetAddress> addressOfThisHost() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                .findFirst();
    }

    /** Answers each connection with what it was sent until the sender was done. */
    private static void serve() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> echo(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getOutputStream().write(socket.getInputStream().readAllBytes());
        } catch (IOException broken) {
            assertThat(broken).hasMessageContaining("reset");
        }
    }

    /** Connects to each of {@code [host, port]}, sends as many bytes as it is told, and says what came of it. */
    private static FunctionVersion connecting(String... allow) {
        return runtime.python("""
                import os, socket
                def attempt(host, port, size):
                    try:
                        with socket.create_connection((host, port), 5) as c:
                            sent = os.urandom(size)
                            c.sendall(sent); c.shutdown(socket.SHUT_WR)
                            got = b''
                            while part := c.recv(65536): got += part
                            return 'same' if got == sent else 'other'
                    except OSError as e:
                        return type(e).__name__
                def handler(event, context):
                    return [attempt(*each) for each in event]
                """)
                .named("caller")
                .network(new NetworkAccess(Mode.INTERNET, List.of(allow)))
                .latest();
    }

    private static String own(int size) {
        return "[\"%s\",%d,%d]".formatted(server.getInetAddress().getHostAddress(), server.getLocalPort(), size);
    }

    @Test
    void itReachesAListedAddressAndWhatItSendsArrivesWhole() {
        FunctionVersion listed = connecting(server.getInetAddress().getHostAddress() + "/32:" + server.getLocalPort());

        assertThat(runtime.answer(listed, "[" + own(1) + "," + own(3_000_000) + "]"))
                .isEqualToIgnoringWhitespace("[\"same\",\"same\"]");
    }

    @Test
    void theHostMetadataServicesAndPrivateNetworksAreRefusedAndTheLogSaysSo() {
        FunctionVersion open = connecting();

        assertThat(runtime.answer(
                        open,
                        "[" + own(1) + ", [\"169.254.169.254\", 80, 1], [\"10.0.0.1\", 5432, 1],"
                                + "[\"fd00:ec2::254\", 80, 1], [\"127.0.0.1\", 8080, 1]]"))
                .isEqualToIgnoringWhitespace(
                        "[\"ConnectionResetError\",\"ConnectionResetError\",\"ConnectionResetError\","
                                + "\"ConnectionResetError\",\"ConnectionRefusedError\"]");
        assertThat(runtime.log().stream()
                        .filter(line -> line.stream() == LogStream.PLATFORM)
                        .map(LogLine::text))
                .anyMatch(text -> text.startsWith(
                        "Network access to " + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort()
                                + " was refused because it is this host"));
        assertThat(runtime.runtime().refusedDestinations().get("caller")).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aListKeepsItFromEverythingElse() {
        FunctionVersion listed =
                connecting("api.example.com:443", server.getInetAddress().getHostAddress() + ":1");

        assertThat(runtime.answer(
                        listed, "[" + own(1) + ", [\"93.184.215.14\", 80, 1], [\"other.example.com\", 80, 1]]"))
                .isEqualToIgnoringWhitespace("[\"ConnectionResetError\",\"ConnectionResetError\",\"gaierror\"]");
    }

    @Test
    void itSeesNoDeviceOrNameOfTheHostAndStillHasItsRuntimeApi() {
        FunctionVersion look = runtime.shellAnswering(
                        "(tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '; cat /etc/resolv.conf | head -1)")
                .network(NetworkAccess.INTERNET)
                .latest();

        assertThat(runtime.answer(look, "{}").lines()).containsExactly("lo", "nameserver 127.0.0.53");
    }
}
