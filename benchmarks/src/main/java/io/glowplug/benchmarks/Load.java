// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Many callers over HTTP, each with one connection and one request under way. Requests are prepared bytes on plain
 * sockets, because the load generator shares the machine with what it measures.
 */
final class Load {

    private final int port;
    private final String authorization;

    Load(int port, String keyId, String secret) {
        this.port = port;
        this.authorization =
                Base64.getEncoder().encodeToString((keyId + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Sends that many requests in all and returns what was seen. */
    Result post(String path, String body, String headers, int callers, int requests, int expectedStatus) {
        byte[] request = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic " + authorization
                        + "\r\nContent-Type: application/json\r\n" + headers + "Content-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
        List<Future<long[]>> results = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                results.add(threads.submit(() -> call(request, requests / callers, expectedStatus)));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] nanos = results.stream()
                .flatMapToLong(result -> Arrays.stream(get(result)))
                .sorted()
                .toArray();
        return new Result(nanos.length / seconds, nanos);
    }

    private long[] call(byte[] request, int count, int expectedStatus) {
        long[] nanos = new long[count];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                out.write(request);
                int status = readAnswer(in);
                nanos[i] = System.nanoTime() - start;
                if (status != expectedStatus) {
                    throw new IllegalStateException("answered " + status);
                }
            }
            return nanos;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int readAnswer(InputStream in) throws IOException {
        String line = readLine(in);
        int status = Integer.parseInt(line.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
            chunked |= lower.startsWith("transfer-encoding: chunked");
        }
        if (!chunked) {
            in.skipNBytes(length);
            return status;
        }
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            in.skipNBytes(size + 2L);
        }
        in.skipNBytes(2);
        return status;
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(readLine(in), 16);
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the platform closed the connection");
            }
            line.append((char) next);
        }
        in.skipNBytes(1);
        return line.toString();
    }

    private static long[] get(Future<long[]> result) {
        try {
            return result.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rate and sorted latencies. */
    @SuppressWarnings("ArrayRecordComponent")
    record Result(double perSecond, long[] sortedNanos) {

        double millis(double quantile) {
            return sortedNanos[(int) Math.min(sortedNanos.length - 1, sortedNanos.length * quantile)] / 1e6;
        }
    }
}
