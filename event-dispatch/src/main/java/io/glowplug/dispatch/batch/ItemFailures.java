// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.batch;

import io.glowplug.dispatch.RecordLayout;
import io.glowplug.runtime.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a function says of the records it was given. Full success, full failure and what lies between are told apart as
 * AWS Lambda does: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html and, for Kafka,
 * https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
public sealed interface ItemFailures {

    /** All of them succeeded. */
    record None() implements ItemFailures {}

    /** These failed; each by what the layout calls its identifier. */
    record Named(List<String> identifiers) implements ItemFailures {}

    /** The answer cannot be understood, which counts as a failure of all of them. */
    record Malformed(String why) implements ItemFailures {}

    /** Reads an answer. */
    static ItemFailures in(Payload answer, @Nullable RecordLayout layout) {
        JsonNode document;
        try {
            document = JsonMapper.shared().readTree(answer.bytes());
        } catch (JacksonException notJson) {
            return new Malformed("the answer is not JSON");
        }
        boolean empty = document.isMissingNode() || document.isNull();
        if (empty || (document.isString() && document.stringValue().isEmpty())) {
            return new None();
        }
        if (!document.isObject()) {
            return new Malformed("the answer is neither an object nor empty");
        }
        JsonNode failures = document.path("batchItemFailures");
        if (failures.isMissingNode() || failures.isNull() || (failures.isArray() && failures.isEmpty())) {
            return new None();
        }
        if (!failures.isArray()) {
            return new Malformed("batchItemFailures is not a list");
        }
        return layout == null ? new Malformed("the event is not a batch") : named(failures, layout);
    }

    private static ItemFailures named(JsonNode failures, RecordLayout layout) {
        List<String> identifiers = new ArrayList<>(failures.size());
        for (JsonNode failure : failures) {
            String identifier = identifier(failure.path("itemIdentifier"), layout);
            if (identifier == null || identifier.isEmpty()) {
                return new Malformed("batchItemFailures[" + identifiers.size() + "].itemIdentifier names no record");
            }
            identifiers.add(identifier);
        }
        return new Named(identifiers);
    }

    private static @Nullable String identifier(JsonNode item, RecordLayout layout) {
        if (layout.partition() == null) {
            return item.isString() ? item.stringValue() : null;
        }
        JsonNode place = item.path(layout.identifierName());
        JsonNode partition = item.path("partition");
        boolean known = partition.isString() && partition.stringValue().equals(layout.partition());
        return known && place.isIntegralNumber() ? place.asString() : null;
    }
}
