// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.queues;

import io.glowplug.app.api.queues.BatchAnswer.Entry;
import io.glowplug.app.api.queues.BatchAnswer.Failed;
import io.glowplug.app.api.queues.BatchAnswer.Successful;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.QueueMessages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The entries of a request by their ids, which are given, differ, and are at most ten. */
record Batch<E>(Map<String, E> entries) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    static <E> Batch<E> of(@Nullable List<@Nullable E> entries, Function<E, @Nullable String> idOf) {
        if (entries == null || entries.isEmpty() || entries.size() > QueueMessages.MAX_BATCH) {
            throw RefusedException.invalid("entries", "must be 1 to " + QueueMessages.MAX_BATCH);
        }
        Map<String, E> byId = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            E entry = entries.get(i);
            if (entry == null) {
                throw RefusedException.invalid("entries[" + i + "]", "must be an object");
            }
            String id = idOf.apply(entry);
            if (id == null || !ID.matcher(id).matches()) {
                throw RefusedException.invalid(
                        "entries[" + i + "].id", "must be 1 to 80 letters, digits, hyphens and underscores");
            }
            if (byId.put(id, entry) != null) {
                throw RefusedException.invalid("entries[" + i + "].id", "must differ from the other entries' ids");
            }
        }
        return new Batch<>(byId);
    }

    /** Reads each entry; one that is refused fails alone. */
    <V> Read<V> read(Function<E, V> reader) {
        Map<String, V> values = new LinkedHashMap<>();
        List<Failed> failed = new ArrayList<>();
        entries.forEach((id, entry) -> {
            try {
                values.put(id, reader.apply(entry));
            } catch (RefusedException refused) {
                failed.add(Failed.of(id, refused));
            }
        });
        return new Read<>(values, failed);
    }

    /** What could be read of a batch. */
    static final class Read<V> {

        private final Map<String, V> byId;
        private final List<Failed> failed;

        private Read(Map<String, V> byId, List<Failed> failed) {
            this.byId = byId;
            this.failed = failed;
        }

        List<V> values() {
            return List.copyOf(byId.values());
        }

        void refuseAbove(int bytes, ToIntFunction<V> sizeOf) {
            if (byId.values().stream().mapToInt(sizeOf).sum() > bytes) {
                throw RefusedException.tooLarge("entries", "must not have more than " + bytes + " bytes together");
            }
        }

        /** Tells what became of each entry. */
        <R> BatchAnswer answer(List<R> results, BiFunction<String, R, Entry> toEntry) {
            List<Successful> successful = new ArrayList<>();
            List<String> ids = List.copyOf(byId.keySet());
            for (int i = 0; i < results.size(); i++) {
                switch (toEntry.apply(ids.get(i), results.get(i))) {
                    case Successful entry -> successful.add(entry);
                    case Failed entry -> failed.add(entry);
                }
            }
            return new BatchAnswer(successful, failed);
        }
    }
}
