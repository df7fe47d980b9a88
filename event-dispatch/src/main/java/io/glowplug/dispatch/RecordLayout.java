// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a batch are in its payload, and what they are called in a function's answer. A connector says it
 * of each batch; from then on the dispatch can take a batch apart without knowing where it came from. For example:
 *
 * <ul>
 *   <li>a queue: {@code at = [Records]}, {@code identifier = [messageId]}
 *   <li>a stream: {@code at = [Records]}, {@code identifier = [kinesis, sequenceNumber]}, ordered
 *   <li>a partition of Kafka: {@code at = [records, orders-0]}, {@code identifier = [offset]}, {@code partition =
 *       orders-0}, ordered
 * </ul>
 *
 * <p>If the event has an attribute named like the last part of the identifier ({@code offset}), it is taken for the
 * first record's, one named {@code last…} ({@code lastOffset}) for the last one's, and {@code records} for their
 * number; a dead letter with only some of the records has them accordingly.
 *
 * @param at names of members that lead from the payload to the array of records
 * @param identifier names of members that lead from a record to what identifies it, a text or a number
 * @param partition where records are identified by an object of a partition and the identifier, that partition; else
 *     null
 * @param ordered whether the records behind a failed one must not be run before it
 */
public record RecordLayout(
        List<String> at, List<String> identifier, @Nullable String partition, boolean ordered) {

    public RecordLayout {
        at = List.copyOf(at);
        identifier = List.copyOf(identifier);
        if (identifier.isEmpty()) {
            throw new IllegalArgumentException("records without an identifier");
        }
    }

    /** The name of what identifies a record, within its partition. */
    public String identifierName() {
        return identifier.getLast();
    }
}
