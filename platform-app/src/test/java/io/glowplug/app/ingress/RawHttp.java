// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Sends bytes as they are, which a client that knows HTTP would not. */
final class RawHttp {

    private RawHttp() {}

    /** Sends a text whose line ends are those of HTTP, and reads until the server closes or says nothing for a while. */
    static String send(int port, String text) throws IOException {
        return sendExactly(port, text.replace("\n", "\r\n"));
    }

    static String sendExactly(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (SocketException refused) {
                // The server has said enough already; what it said is read below.
            }
            return readAll(socket.getInputStream());
        }
    }

    private static String readAll(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                read.write(piece, 0, length);
            }
        } catch (SocketException reset) {
            // As good as an end.
        }
        return read.toString(StandardCharsets.ISO_8859_1);
    }

    /** Returns the status of the first answer, or 0 if there is none. */
    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    /** Counts the answers. */
    static int answers(String answer) {
        return answer.split("HTTP/1\\.1 \\d{3}", -1).length - 1;
    }
}
