// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.RefusedException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A named fact beside a message's body. Rules are those of SQS:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 *
 * @param dataType {@code String}, {@code Number} or {@code Binary}, each with a dot and a label of one's own behind it if
 *     wanted
 * @param stringValue for String and Number
 * @param binaryValue for Binary, in base64
 */
public record MessageAttribute(
        String dataType,
        @Nullable String stringValue,
        @Nullable String binaryValue) {

    private static final Pattern TYPE = Pattern.compile("(String|Number|Binary)(\\.[^\\p{Cntrl}]{1,240})?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final int MAX_DIGITS = 38;
    private static final Set<Character> POINTLESS = Set.of('.', '+', '-');

    public MessageAttribute {
        if (dataType == null || !TYPE.matcher(dataType).matches()) {
            throw RefusedException.invalid(
                    "dataType", "must be String, Number or Binary, with a label behind a dot if wanted");
        }
        if (dataType.startsWith("Binary")) {
            if (stringValue != null) {
                throw RefusedException.invalid("stringValue", "does not go with dataType " + dataType);
            }
            requireBase64(binaryValue);
        } else {
            if (binaryValue != null) {
                throw RefusedException.invalid("binaryValue", "does not go with dataType " + dataType);
            }
            requireText(stringValue);
            if (dataType.startsWith("Number")) {
                requireNumber(stringValue);
            }
        }
    }

    private static void requireBase64(@Nullable String value) {
        try {
            if (value == null || Base64.getDecoder().decode(value).length == 0) {
                throw RefusedException.invalid("binaryValue", "must be given and not empty");
            }
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("binaryValue", "must be base64");
        }
    }

    private static void requireText(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw RefusedException.invalid("stringValue", "must be given and not empty");
        }
        if (!MessageDraft.isText(value)) {
            throw RefusedException.invalid("stringValue", MessageDraft.TEXT_RULE);
        }
    }

    private static void requireNumber(@Nullable String value) {
        if (value == null || !NUMBER.matcher(value).matches() || digits(value) > MAX_DIGITS) {
            throw RefusedException.invalid("stringValue", "must be a number of at most 38 digits");
        }
    }

    private static long digits(String number) {
        return number.chars()
                .takeWhile(each -> each != 'e' && each != 'E')
                .filter(each -> !POINTLESS.contains((char) each))
                .count();
    }

    /** How many bytes it adds to a message, its name apart. */
    int bytes() {
        int value = binaryValue == null
                ? MessageDraft.utf8Length(stringValue == null ? "" : stringValue)
                : Base64.getDecoder().decode(binaryValue).length;
        return MessageDraft.utf8Length(dataType) + value;
    }
}
