// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A request whose path is encoded as signatures have it, whichever way its client encoded it: clients sign one form of a
 * path and may send another one, such as {@code /%2F} for two slashes.
 */
final class CanonicalPath extends HttpServletRequestWrapper {

    private static final String AS_IT_IS = "-._~/";

    private final String path;

    /** @throws IllegalArgumentException if an escape in the path is none */
    CanonicalPath(HttpServletRequest request) {
        super(request);
        this.path = encode(decode(request.getRequestURI()));
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    private static byte[] decode(String path) {
        byte[] raw = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                if (i + 2 >= raw.length) {
                    throw new IllegalArgumentException("an escape in the path is cut off");
                }
                decoded.write(HexFormat.fromHexDigits(path(raw, i)));
                i += 2;
            } else {
                decoded.write(raw[i]);
            }
        }
        return decoded.toByteArray();
    }

    private static String path(byte[] raw, int escape) {
        return new String(raw, escape + 1, 2, StandardCharsets.ISO_8859_1);
    }

    private static String encode(byte[] bytes) {
        StringBuilder encoded = new StringBuilder(bytes.length + 16);
        HexFormat upperCase = HexFormat.of().withUpperCase();
        for (byte one : bytes) {
            char character = (char) (one & 0xff);
            boolean plain = (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || (character >= '0' && character <= '9')
                    || AS_IT_IS.indexOf(character) >= 0;
            if (plain) {
                encoded.append(character);
            } else {
                encoded.append('%').append(upperCase.toHexDigits(one));
            }
        }
        return encoded.toString();
    }
}
