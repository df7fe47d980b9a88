// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.glowplug.registry.RefusedException;
import io.glowplug.testing.Property;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRulesTest {

    private static final MessageAttribute TEXT = new MessageAttribute("String", "x", null);

    @Test
    void aBodyIsWhatXmlCanCarryAndItsSizeIsThatOfItsBytes() {
        Property.holds(2_000, random -> {
            StringBuilder text = new StringBuilder();
            boolean carried = true;
            for (int i = random.nextInt(20); i >= 0; i--) {
                int point =
                        random.nextInt(8) == 0 ? random.nextInt(0x30) : random.nextInt(Character.MAX_CODE_POINT + 1);
                text.appendCodePoint(point);
                carried &= point == 9
                        || point == 10
                        || point == 13
                        || (point >= 0x20 && point <= 0xD7FF)
                        || (point >= 0xE000 && point <= 0xFFFD)
                        || point >= 0x10000;
            }
            String body = text.toString();
            // Two lone halves that happen to follow each other are a pair.
            boolean pairs = body.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
            boolean expected = carried || (pairs && body.codePoints().allMatch(MessageRulesTest::isCarried));
            assertThat(MessageDraft.isText(body)).isEqualTo(expected);
            if (expected) {
                assertThat(MessageDraft.utf8Length(body)).isEqualTo(body.getBytes(UTF_8).length);
            }
        });
    }

    private static boolean isCarried(int point) {
        return point == 9
                || point == 10
                || point == 13
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }

    @ParameterizedTest
    @CsvSource({
        "Date, x, , dataType",
        "string, x, , dataType",
        "String., x, , dataType",
        "String, , , stringValue",
        "String, '', , stringValue",
        "String, x, AA==, binaryValue",
        "Number, x, , stringValue",
        "Number, 1e, , stringValue",
        "Number, 0x10, , stringValue",
        "Number, 123456789012345678901234567890123456789, , stringValue",
        "Binary, , , binaryValue",
        "Binary, , '', binaryValue",
        "Binary, , '#', binaryValue",
        "Binary, x, AA==, stringValue",
    })
    void anAttributeThatCannotBeIsRefusedByField(String type, String text, String binary, String field) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new MessageAttribute(type, text, binary))
                .satisfies(refused -> assertThat(refused.violations())
                        .singleElement()
                        .satisfies(broken -> assertThat(broken.field()).isEqualTo(field)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1.5", "+.5e-10", "12345678901234567890123456789012345678", "1E126"})
    void numbersAreKeptAsTheyAreWritten(String number) {
        assertThat(new MessageAttribute("Number.int", number, null).stringValue())
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".a", "a.", "a..b", "AWS.x", "amazon.x", "a b", "ä"})
    void anAttributesNameFollowsTheRules(String name) {
        refused(Map.of(name, TEXT), "attributes." + name);
    }

    @Test
    void attributesAreAtMostTenAndDifferInMoreThanTheirCase() {
        Map<String, MessageAttribute> eleven = new HashMap<>();
        for (int i = 0; i < 11; i++) {
            eleven.put("a" + i, TEXT);
        }
        refused(eleven, "attributes");
        refused(Map.of("a".repeat(257), TEXT), "attributes." + "a".repeat(257));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new MessageDraft("x", null, Map.of("Colour", TEXT, "colour", TEXT), null, null))
                .withMessageContaining("more than its case");
    }

    @Test
    void idsAndDelaysAreInBounds() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new MessageDraft("", 901, Map.of(), "two words", "x".repeat(129)))
                .satisfies(refused -> assertThat(refused.violations())
                        .extracting(violation -> violation.field())
                        .containsExactly("body", "delaySeconds", "groupId", "deduplicationId"));
    }

    private static void refused(Map<String, MessageAttribute> attributes, String field) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new MessageDraft("x", null, attributes, null, null))
                .satisfies(refused -> assertThat(refused.violations())
                        .singleElement()
                        .satisfies(broken -> assertThat(broken.field()).isEqualTo(field)));
    }
}
