// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import io.glowplug.runtime.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** What a payload column says. One that begins like the others but is a user's own is kept apart by a letter of its own. */
sealed interface StoredPayload {

    /** The payload itself. */
    record InRow(Payload payload) implements StoredPayload {}

    /** It is in the file of that name. */
    record InFile(String sha256, int bytes) implements StoredPayload {}

    /** It was removed, because it is past its retention. */
    record Gone() implements StoredPayload {}

    byte[] MARK = "\0glowplug:".getBytes(StandardCharsets.US_ASCII);
    int LETTER = MARK.length;
    int HASH = LETTER + 1;
    int HASH_LENGTH = 64;
    int FILE_LENGTH = HASH + HASH_LENGTH + 10;

    static byte[] gone() {
        return marked('g', new byte[0]);
    }

    static byte[] inFile(String sha256, int bytes) {
        return marked('f', (sha256 + String.format(Locale.ROOT, "%010d", bytes)).getBytes(StandardCharsets.US_ASCII));
    }

    /** The payload for a row, so that it is never taken for something else. */
    static byte[] inRow(Payload payload) {
        return isMarked(payload.bytes()) ? marked('l', payload.bytes()) : payload.bytes();
    }

    static StoredPayload read(byte[] column) {
        if (!isMarked(column)) {
            return new InRow(Payload.wrap(column));
        }
        char letter = column.length == LETTER ? ' ' : (char) column[LETTER];
        if (letter == 'l') {
            return new InRow(Payload.wrap(Arrays.copyOfRange(column, HASH, column.length)));
        }
        if (letter == 'f' && column.length == FILE_LENGTH) {
            String text = new String(column, HASH, FILE_LENGTH - HASH, StandardCharsets.US_ASCII);
            return new InFile(text.substring(0, HASH_LENGTH), Integer.parseInt(text.substring(HASH_LENGTH)));
        }
        return letter == 'g' ? new Gone() : new InRow(Payload.wrap(column));
    }

    private static boolean isMarked(byte[] bytes) {
        return bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    }

    private static byte[] marked(char letter, byte[] rest) {
        byte[] column = Arrays.copyOf(MARK, HASH + rest.length);
        column[LETTER] = (byte) letter;
        System.arraycopy(rest, 0, column, HASH, rest.length);
        return column;
    }
}
