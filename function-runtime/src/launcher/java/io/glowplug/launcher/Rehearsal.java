// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A Runtime API that hands out a number of events to this process itself and then ends it. */
final class Rehearsal {

    private final ServerSocket server;
    private final int events;
    private final AtomicInteger served = new AtomicInteger();

    private Rehearsal(ServerSocket server, int events) {
        this.server = server;
        this.events = events;
    }

    static void start(int events) throws IOException, ReflectiveOperationException {
        ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Variables.set("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.getLocalPort());
        loadEventSerializers();
        daemon(new Rehearsal(server, events)::accept);
    }

    /** Needed by functions that take the event classes of {@code aws-lambda-java-events}, which come with their code. */
    private static void loadEventSerializers() throws ClassNotFoundException {
        Class.forName("com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers");
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "rehearsal");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                daemon(() -> serve(client));
            }
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            String request = line(in);
            while (!request.isEmpty()) {
                in.readNBytes(bodyLength(in));
                answer(request.contains("/next"), client.getOutputStream());
                request = line(in);
            }
        } catch (IOException gone) {
            // The client opens another connection if it needs one.
        }
    }

    private void answer(boolean asksForNext, OutputStream out) throws IOException {
        if (!asksForNext) {
            out.write(bytes("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"));
            return;
        }
        int event = served.getAndIncrement();
        if (event == events) {
            end();
        }
        String body = "{\"name\":\"Ada\",\"count\":" + event + ",\"records\":[{\"id\":1,\"value\":2.5,\"ok\":true}]}";
        out.write(bytes("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 00000000-0000-0000-0000-000000000000\r\n"
                + "Lambda-Runtime-Deadline-Ms: 4102444800000\r\nContent-Type: application/json\r\n"
                + "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:000000000000:function:rehearsal\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body));
    }

    /** An orderly end: the virtual machine writes what it has recorded. The client has replaced the standard output. */
    private static void end() throws IOException {
        Duration time = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(bytes(time.toMillis() + "\n"));
        }
        System.exit(0);
    }

    private static int bodyLength(DataInputStream in) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        return length;
    }

    /** Returns a line without its end; empty at the end of headers and of the stream. */
    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
