// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import io.glowplug.e2e.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the functions themselves saw: each entry of a handler, in the order in which they happened. */
record Journal(List<Entry> entries) {

    /** A handler was entered for that invocation. */
    record Entry(UUID invocation) {}

    static Journal read(Path directory) {
        Path file = directory.resolve("entries");
        if (!Files.exists(file)) {
            return new Journal(List.of());
        }
        try (Stream<String> lines = Files.lines(file)) {
            return new Journal(lines.map(Journal::entry).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String line) {
        JsonNode note = Rest.JSON.readTree(line);
        return new Entry(UUID.fromString(note.get("invocation").asString()));
    }

    /** How often the handler was entered for each invocation. */
    Map<UUID, Integer> timesEntered() {
        Map<UUID, Integer> times = new HashMap<>();
        entries.forEach(entry -> times.merge(entry.invocation(), 1, Integer::sum));
        return times;
    }

    /** Where in the order of all entries each invocation appears first. */
    Map<UUID, Integer> firstEntry() {
        Map<UUID, Integer> first = new HashMap<>();
        for (int place = 0; place < entries.size(); place++) {
            first.putIfAbsent(entries.get(place).invocation(), place);
        }
        return first;
    }
}
