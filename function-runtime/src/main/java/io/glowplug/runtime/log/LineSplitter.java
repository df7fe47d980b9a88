// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines at {@code \n}. Bytes that are not UTF-8 become replacement characters, {@code \r}
 * stays, and a line longer than {@link #MAX_LINE_BYTES} is cut, so that memory stays bounded whatever a function prints.
 */
final class LineSplitter {

    /** Largest line, as in CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
    static final int MAX_LINE_BYTES = 256 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private byte[] partial = NOTHING;
    private int partialLength;

    void accept(byte[] bytes, int length, Consumer<String> lines) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                append(bytes, start, i, lines);
                emit(lines);
                start = i + 1;
            }
        }
        append(bytes, start, length, lines);
    }

    /** Ends an unfinished line. */
    void flush(Consumer<String> lines) {
        if (partialLength > 0) {
            emit(lines);
        }
    }

    private void append(byte[] bytes, int start, int end, Consumer<String> lines) {
        int from = start;
        while (partialLength + (end - from) > MAX_LINE_BYTES) {
            int taken = MAX_LINE_BYTES - partialLength;
            keep(bytes, from, taken);
            from += taken;
            int whole = wholeCharacters();
            byte[] rest = Arrays.copyOfRange(partial, whole, partialLength);
            partialLength = whole;
            emit(lines);
            keep(rest, 0, rest.length);
        }
        keep(bytes, from, end - from);
    }

    private void keep(byte[] bytes, int from, int count) {
        if (partialLength + count > partial.length) {
            partial = Arrays.copyOf(
                    partial, Math.max(partialLength + count, Math.min(2 * partial.length, MAX_LINE_BYTES)));
        }
        System.arraycopy(bytes, from, partial, partialLength, count);
        partialLength += count;
    }

    /** Where to cut so that a character of several bytes is not torn apart. */
    private int wholeCharacters() {
        int cut = partialLength;
        while (cut > partialLength - 4 && (partial[cut - 1] & 0xC0) == 0x80) {
            cut--;
        }
        boolean startsCharacter = (partial[cut - 1] & 0xC0) == 0xC0;
        return startsCharacter ? cut - 1 : partialLength;
    }

    private void emit(Consumer<String> lines) {
        lines.accept(new String(partial, 0, partialLength, StandardCharsets.UTF_8));
        partialLength = 0;
        if (partial.length > 8 * 1024) {
            partial = NOTHING;
        }
    }
}
