// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as a producer hands it over. What depends on the queue is checked when it is sent.
 *
 * @param body text of at least one character; characters that XML does not know are refused, as in SQS
 * @param delaySeconds 0 to 900, or null for the queue's; standard queues only
 * @param attributes at most ten, by name
 * @param groupId the message group; FIFO queues only, which need it
 * @param deduplicationId messages with the same one within five minutes are one; FIFO queues only
 */
public record MessageDraft(
        String body,
        @Nullable Integer delaySeconds,
        Map<String, MessageAttribute> attributes,
        @Nullable String groupId,
        @Nullable String deduplicationId) {

    private static final int MAX_ATTRIBUTES = 10;
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final int MAX_ATTRIBUTE_NAME = 256;
    private static final Pattern ID = Pattern.compile("[!-~]{1,128}");

    static final String TEXT_RULE =
            "must consist of characters that XML knows: no control characters but tab, line feed"
                    + " and carriage return, and no half of a surrogate pair";

    public MessageDraft {
        Violations violations = Violations.of()
                .check(body != null && !body.isEmpty(), "body", "must be given and not empty")
                .check(body == null || isText(body), "body", TEXT_RULE)
                .check(
                        delaySeconds == null || (delaySeconds >= 0 && delaySeconds <= 900),
                        "delaySeconds",
                        "must be between 0 and 900")
                .check(attributes.size() <= MAX_ATTRIBUTES, "attributes", "must be at most " + MAX_ATTRIBUTES)
                .check(isId(groupId), "groupId", "must be 1 to 128 printable ASCII characters without spaces")
                .check(
                        isId(deduplicationId),
                        "deduplicationId",
                        "must be 1 to 128 printable ASCII characters without spaces");
        checkNames(violations, attributes.keySet());
        violations.refuseIfAny();
        attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** A message that is nothing but its body. */
    public MessageDraft(String body) {
        this(body, null, Map.of(), null, null);
    }

    private static void checkNames(Violations violations, Set<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean named = name.length() <= MAX_ATTRIBUTE_NAME
                    && ATTRIBUTE_NAME.matcher(name).matches()
                    && !lower.startsWith("aws.")
                    && !lower.startsWith("amazon.");
            violations.check(
                    named,
                    "attributes." + name,
                    "must be named by 1 to 256 letters, digits, hyphens, underscores and single dots within, and not"
                            + " begin with AWS. or Amazon.");
            violations.check(seen.add(lower), "attributes." + name, "must differ from others in more than its case");
        }
    }

    private static boolean isId(@Nullable String id) {
        return id == null || ID.matcher(id).matches();
    }

    /** Bytes of the body, and of the attributes' names, types and values. */
    public int bytes() {
        int sum = utf8Length(body);
        for (Map.Entry<String, MessageAttribute> attribute : attributes.entrySet()) {
            sum += utf8Length(attribute.getKey()) + attribute.getValue().bytes();
        }
        return sum;
    }

    /** Refuses a message that a queue cannot take, with fields of this record. */
    public void checkFor(QueueDefinition queue) {
        QueueSettings settings = queue.settings();
        if (bytes() > settings.maxMessageBytes()) {
            throw RefusedException.tooLarge(
                    "body", "and attributes must not have more than " + settings.maxMessageBytes() + " bytes together");
        }
        Violations violations = Violations.of();
        if (queue.fifo()) {
            violations
                    .check(groupId != null, "groupId", "is needed: " + queue.name() + " is a FIFO queue")
                    .check(
                            delaySeconds == null,
                            "delaySeconds",
                            "does not apply to messages of FIFO queues, which have" + " the queue's delay")
                    .check(
                            deduplicationId != null || settings.contentBasedDeduplication(),
                            "deduplicationId",
                            "is needed: " + queue.name() + " has no contentBasedDeduplication");
        } else {
            violations
                    .check(groupId == null, "groupId", "does not apply: " + queue.name() + " is no FIFO queue")
                    .check(
                            deduplicationId == null,
                            "deduplicationId",
                            "does not apply: " + queue.name() + " is no FIFO queue");
        }
        violations.refuseIfAny();
    }

    static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean control = each < ' ' && each != '\t' && each != '\n' && each != '\r';
            if (control || each >= '\uFFFE') {
                return false;
            }
            if (Character.isSurrogate(each)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(each, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            // Both halves of a surrogate pair make four bytes together.
            length += each < 0x80 ? 1 : each < 0x800 || Character.isSurrogate(each) ? 2 : 3;
        }
        return length;
    }
}
