// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineSplitterTest {

    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void linesAreTheSameHoweverTheyArrive(int bytesAtATime) {
        give("one\ntwo\r\n\nthrée ✓ 🚀\nlast", bytesAtATime);

        assertThat(lines).containsExactly("one", "two\r", "", "thrée ✓ 🚀");
        splitter.flush(lines::add);
        assertThat(lines).last().isEqualTo("last");
    }

    @Test
    void whatIsNotUtf8IsReplaced() {
        byte[] bytes = {'a', (byte) 0xff, 'b', '\n'};

        splitter.accept(bytes, bytes.length, lines::add);

        assertThat(lines).containsExactly("a\ufffdb");
    }

    @Test
    void anEndlessLineIsCutBetweenCharacters() {
        String wide = "é".repeat(LineSplitter.MAX_LINE_BYTES);

        give("x" + wide + "\n", 16 * 1024);

        assertThat(String.join("", lines)).isEqualTo("x" + wide);
        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.getBytes(StandardCharsets.UTF_8).length)
                        .isLessThanOrEqualTo(LineSplitter.MAX_LINE_BYTES));
    }

    @Test
    void nothingIsFlushedWhereNothingIsLeft() {
        give("whole\n", 100);
        splitter.flush(lines::add);

        assertThat(lines).containsExactly("whole");
    }

    private void give(String text, int bytesAtATime) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] chunk = new byte[bytesAtATime];
        for (int from = 0; from < bytes.length; from += bytesAtATime) {
            int length = Math.min(bytesAtATime, bytes.length - from);
            System.arraycopy(bytes, from, chunk, 0, length);
            splitter.accept(chunk, length, lines::add);
        }
    }
}
