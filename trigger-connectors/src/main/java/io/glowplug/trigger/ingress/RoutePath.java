// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The path of a request, taken apart at its slashes and decoded piece by piece, so that a slash in a piece stays one. */
final class RoutePath {

    private RoutePath() {}

    /**
     * Returns the pieces; the empty path and {@code /} have one that is empty.
     *
     * @throws RefusedRequest if it is not decodable, or has pieces by which it could mean another path
     */
    static List<String> pieces(String path) {
        List<String> pieces = new ArrayList<>();
        int from = 1;
        while (from <= path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String piece = decode(path.substring(from, end), false);
            if (piece.equals(".") || piece.equals("..")) {
                throw malformed("has a piece that is only dots");
            }
            pieces.add(piece);
            if (slash < 0) {
                return pieces;
            }
            from = slash + 1;
        }
        pieces.add("");
        return pieces;
    }

    /** Decodes percent signs, and in a query plus signs too. */
    static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return checked(text);
        }
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw malformed("has a percent sign without two hexadecimal digits");
                }
                bytes.put((byte) ((high << 4) | low));
                i += 2;
            } else if (letter == '+' && plusIsSpace) {
                bytes.put((byte) ' ');
            } else {
                bytes.put(String.valueOf(letter).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return checked(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            throw malformed("is not UTF-8");
        }
    }

    private static String checked(String text) {
        if (text.indexOf('\0') >= 0) {
            throw malformed("has a NUL in it");
        }
        return text;
    }

    private static RefusedRequest malformed(String what) {
        return RefusedRequest.of(400, "malformed-request", "The request's path or query " + what + ".");
    }
}
