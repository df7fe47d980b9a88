// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.glowplug.registry.Violations;
import io.glowplug.trigger.TriggerSettings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a user says of a Kafka trigger; docs/triggers/kafka.md explains each.
 *
 * @param topics the topics to read, or null where {@code topicPattern} chooses them
 * @param topicPattern a regular expression for whole topic names; topics made later count too
 * @param startingPosition default {@code earliest}
 * @param startingTimestamp goes with {@code timestamp} only
 * @param eventShape default {@code lambda}
 * @param valueFormat goes with the plain shape only, default {@code json}
 * @param bootstrapServers the user's own cluster, or null for the platform's
 * @param consumerGroup the group to join, or null for one of the trigger's own
 * @param security goes with {@code bootstrapServers} only; null for none
 */
record KafkaSettings(
        @JsonPropertyDescription("The topics to read; or a topic pattern") @Nullable
        List<String> topics,

        @JsonPropertyDescription("A regular expression for whole topic names, instead of topics") @Nullable
        String topicPattern,

        @JsonProperty(defaultValue = "earliest")
        @JsonPropertyDescription("Where to begin in topics that were never read before")
        StartingPosition startingPosition,

        @JsonPropertyDescription("Goes with the starting position timestamp only") @Nullable
        Instant startingTimestamp,

        @JsonProperty(defaultValue = "lambda")
        @JsonPropertyDescription("How records look to the function: as on AWS Lambda, or plain")
        EventShape eventShape,

        @JsonPropertyDescription("Goes with the plain shape only; json by default") @Nullable
        ValueFormat valueFormat,

        @JsonPropertyDescription("Your own cluster, as host:port,…; the platform's if left out") @Nullable
        String bootstrapServers,

        @JsonPropertyDescription("The consumer group to join; one of the trigger's own if left out") @Nullable
        String consumerGroup,

        @JsonPropertyDescription("How to sign in to your own cluster") @Nullable
        KafkaSecuritySettings security)
        implements TriggerSettings {

    static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final Pattern GROUP = Pattern.compile("[a-zA-Z0-9/*:_+=.@-]{1,200}");
    static final Pattern SERVERS = Pattern.compile("[^\\s,]+:\\d{1,5}(,[^\\s,]+:\\d{1,5}){0,9}");
    static final String SERVERS_RULE = "must be one to ten of host:port, separated by commas without spaces";
    private static final int MAX_TOPICS = 100;
    private static final int MAX_PATTERN = 249;

    KafkaSettings {
        // JSON leaves out what is to take its default.
        startingPosition = Objects.requireNonNullElse(startingPosition, StartingPosition.EARLIEST);
        eventShape = Objects.requireNonNullElse(eventShape, EventShape.LAMBDA);
        boolean plain = eventShape == EventShape.PLAIN;
        Violations violations = Violations.of()
                .check(plain || valueFormat == null, "valueFormat", "goes only with eventShape plain")
                .check(
                        (startingPosition == StartingPosition.TIMESTAMP) == (startingTimestamp != null),
                        "startingTimestamp",
                        "and startingPosition timestamp go together")
                .check(
                        bootstrapServers == null
                                || SERVERS.matcher(bootstrapServers).matches(),
                        "bootstrapServers",
                        SERVERS_RULE)
                .check(
                        consumerGroup == null || GROUP.matcher(consumerGroup).matches(),
                        "consumerGroup",
                        "must be 1 to 200 letters, digits and /*:_+=.@-")
                .check(
                        security == null || bootstrapServers != null,
                        "security",
                        "goes only with bootstrapServers; the platform's own cluster brings its own");
        checkTopics(violations, topics, topicPattern);
        violations.refuseIfAny();
        topics = topics == null ? null : List.copyOf(topics);
        valueFormat = plain && valueFormat == null ? ValueFormat.JSON : valueFormat;
    }

    /** One cluster is one source: topics of a name go on from their checkpoints when the list of topics is edited. */
    @Override
    public Object source() {
        return Objects.requireNonNullElse(bootstrapServers, "the platform's cluster");
    }

    private static void checkTopics(
            Violations violations, @Nullable List<String> topics, @Nullable String topicPattern) {
        violations.check(
                (topics == null) != (topicPattern == null), "topics", "or topicPattern must be given, but not both");
        if (topics != null) {
            violations
                    .check(
                            !topics.isEmpty() && topics.size() <= MAX_TOPICS,
                            "topics",
                            "must name 1 to " + MAX_TOPICS + " topics")
                    .check(
                            topics.stream()
                                    .allMatch(name ->
                                            name != null && TOPIC.matcher(name).matches()),
                            "topics",
                            "must be names of 1 to 249 letters, digits, dots, underscores and hyphens")
                    .check(new HashSet<>(topics).size() == topics.size(), "topics", "must not name a topic twice");
        }
        if (topicPattern != null) {
            violations
                    .check(topicPattern.length() <= MAX_PATTERN, "topicPattern", "must have at most 249 characters")
                    .check(isRegex(topicPattern), "topicPattern", "must be a regular expression of Java");
        }
    }

    private static boolean isRegex(String text) {
        try {
            return Pattern.compile(text) != null;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
