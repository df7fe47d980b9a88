// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings batches to one subscriber. For one thread. */
interface Sender extends AutoCloseable {

    /** Returns whether the subscriber took it, as far as that can be known. */
    boolean send(List<byte[]> events) throws InterruptedException;

    @Override
    void close();

    static Sender to(Destination destination, Courier courier) {
        return switch (destination) {
            case Destination.Http http -> new HttpSender(http, courier);
            case Destination.Tcp tcp -> new TcpSender(tcp, courier);
        };
    }

    /** One request for each batch, on a connection of its own. */
    record HttpSender(Destination.Http destination, Courier courier) implements Sender {

        private static final int STATUS_LINE = "HTTP/1.1 200".length();

        @Override
        public boolean send(List<byte[]> events) throws InterruptedException {
            byte[] body = joined("[", events, ",", "]");
            String head =
                    "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                            .formatted(
                                    destination.method(), destination.target(), destination.authority(), body.length);
            try (Courier.Link link = courier.connect(destination.port())) {
                if (link == null || !link.write(head.getBytes(StandardCharsets.US_ASCII)) || !link.write(body)) {
                    return false;
                }
                String status = link.opening(STATUS_LINE);
                link.awaitEnd();
                return status.matches("HTTP/1\\.[01] 2[0-9][0-9]");
            }
        }

        @Override
        public void close() {}
    }

    /** One connection for all, an event a line. */
    final class TcpSender implements Sender {

        private final Destination.Tcp destination;
        private final Courier courier;
        private Courier.@Nullable Link link;

        TcpSender(Destination.Tcp destination, Courier courier) {
            this.destination = destination;
            this.courier = courier;
        }

        @Override
        public boolean send(List<byte[]> events) throws InterruptedException {
            Courier.Link open = link == null ? courier.connect(destination.port()) : link;
            link = open;
            boolean sent = open != null && open.write(joined("", events, "\n", "\n"));
            if (!sent) {
                close();
            }
            return sent;
        }

        @Override
        public void close() {
            if (link != null) {
                link.close();
                link = null;
            }
        }
    }

    private static byte[] joined(String before, List<byte[]> events, String between, String after) {
        var all = new ByteArrayOutputStream(
                events.stream().mapToInt(event -> event.length + 1).sum() + 2);
        all.writeBytes(before.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                all.writeBytes(between.getBytes(StandardCharsets.US_ASCII));
            }
            all.writeBytes(events.get(i));
        }
        all.writeBytes(after.getBytes(StandardCharsets.US_ASCII));
        return all.toByteArray();
    }
}
