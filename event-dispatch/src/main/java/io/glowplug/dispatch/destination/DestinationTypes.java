// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.SettingsReader;
import io.glowplug.registry.RefusedException;
import java.util.List;
import java.util.TreeMap;

/** The types of destinations on this platform, by name. */
public final class DestinationTypes {

    private final TreeMap<String, DestinationType<?>> types = new TreeMap<>();
    private final SettingsReader reader = new SettingsReader("", "destinations");

    public DestinationTypes(List<DestinationType<?>> types) {
        for (DestinationType<?> type : types) {
            DestinationType<?> other = this.types.put(type.name(), type);
            if (other != null) {
                throw new IllegalStateException("two types of destinations call themselves " + type.name() + ": "
                        + other.getClass().getName() + " and " + type.getClass().getName());
            }
        }
    }

    List<String> names() {
        return List.copyOf(types.keySet());
    }

    /** Reads settings, as a user wrote them or as they are stored; refuses with fields relative to the destination. */
    public TypedSettings<?> read(String type, String settings) {
        DestinationType<?> found = types.get(type);
        if (found == null) {
            throw RefusedException.invalid(
                    "type",
                    "must be one of " + String.join(", ", types.keySet()) + "; destinations of type " + type
                            + " are not supported yet");
        }
        return TypedSettings.read(found, reader, settings);
    }
}
