// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object;

import io.glowplug.dispatch.Chore;
import io.glowplug.dispatch.EventSink;
import io.glowplug.trigger.object.external.SeenObjects;
import io.glowplug.trigger.object.store.ObjectChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Removes changes that every trigger of their bucket has read. What a paused trigger has not read stays. */
@Configuration(proxyBeanMethods = false)
class ChangePruning {

    private static final Duration EVERY = Duration.ofMinutes(5);

    /** A trigger that is made now begins now, so it needs nothing that is older than this. */
    private static final Duration KEPT = Duration.ofHours(1);

    @Bean
    Chore pruningOfObjectChanges(
            ObjectChanges changes, OtherObjectTriggers triggers, EventSink sink, InstantSource time) {
        return new Chore(
                "object-changes",
                EVERY,
                () -> prune(changes, triggers.all(), sink, time.instant().minus(KEPT)));
    }

    @Bean
    Chore forgettingOfExternalObjects(SeenObjects seen) {
        return new Chore("external-objects", EVERY, seen::forgetOrphans);
    }

    static void prune(ObjectChanges changes, List<OtherObjectTriggers.Known> triggers, EventSink sink, Instant before) {
        for (String bucket : changes.bucketsWithChangesBefore(before)) {
            changes.prune(bucket, readByAll(bucket, triggers, sink), before);
        }
    }

    /** The last change of the bucket that nobody has to read any more. */
    private static long readByAll(String bucket, List<OtherObjectTriggers.Known> triggers, EventSink sink) {
        OptionalLong least = triggers.stream()
                .filter(known -> known.settings().external() == null
                        && known.settings().bucket().equals(bucket))
                .mapToLong(known -> position(sink.checkpoints(known.trigger().id()), bucket))
                .min();
        return least.orElse(Long.MAX_VALUE);
    }

    /** Who has no checkpoint yet needs everything. */
    private static long position(Map<String, String> checkpoints, String bucket) {
        String checkpoint = checkpoints.get(bucket);
        return checkpoint == null ? 0 : Long.parseLong(checkpoint);
    }
}
