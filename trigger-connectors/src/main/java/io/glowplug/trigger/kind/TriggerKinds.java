// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kind;

import io.glowplug.dispatch.SettingsReader;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.BatchSettings;
import io.glowplug.trigger.ConnectorCapability;
import io.glowplug.trigger.SlottedSettings;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be created on this platform: one kind of trigger for each connector. */
@Component
public class TriggerKinds {

    private final TreeMap<String, TriggerConnector<?>> connectors = new TreeMap<>();
    private final SettingsReader reader = new SettingsReader("settings", "triggers");

    public TriggerKinds(List<TriggerConnector<?>> connectors) {
        for (TriggerConnector<?> connector : connectors) {
            TriggerConnector<?> other = this.connectors.put(connector.kind(), connector);
            if (other != null) {
                throw new IllegalStateException("two connectors call themselves " + connector.kind() + ": "
                        + other.getClass().getName() + " and "
                        + connector.getClass().getName());
            }
        }
    }

    public List<String> names() {
        return List.copyOf(connectors.keySet());
    }

    public Set<ConnectorCapability> capabilitiesOf(String type) {
        return connector(type).capabilities();
    }

    /** Describes the settings of a kind as JSON Schema. */
    public String settingsSchemaOf(String type) {
        return new SettingsSchema(reader).of(connector(type).settingsType()).toString();
    }

    public BatchSettings defaultBatchOf(String type) {
        return connector(type).defaultBatch();
    }

    /** Reads settings as a user wrote them, a JSON object; refuses with fields that start with {@code settings}. */
    public CheckedSettings<?> read(String type, String settings) {
        return read(connector(type), settings);
    }

    /**
     * Returns settings as they are to be stored, with their secrets encrypted.
     *
     * @param before what is stored of the trigger, or null
     */
    public CheckedSettings<?> sealed(CheckedSettings<?> settings, UUID triggerId, @Nullable String before) {
        return seal(settings, triggerId, before);
    }

    /** Returns stored settings as they may be shown. */
    public String shown(String type, String settings) {
        TriggerConnector<?> connector = connectors.get(type);
        return connector == null ? settings : shown(connector, settings);
    }

    private <S extends TriggerSettings> CheckedSettings<S> seal(
            CheckedSettings<S> settings, UUID triggerId, @Nullable String before) {
        TriggerConnector<S> connector = settings.connector();
        S stored = before == null ? null : reader.read(connector.kind(), connector.settingsType(), before);
        S sealed = connector.sealed(triggerId, settings.value(), stored);
        return sealed.equals(settings.value())
                ? settings
                : new CheckedSettings<>(connector, sealed, reader.write(sealed));
    }

    private <S extends TriggerSettings> String shown(TriggerConnector<S> connector, String settings) {
        S stored = reader.read(connector.kind(), connector.settingsType(), settings);
        S shown = connector.shown(stored);
        return shown.equals(stored) ? settings : reader.write(shown);
    }

    /** Reads settings of the one kind whose slots are known ahead. */
    public SlottedSettings readSlotted(String settings) {
        return connectors.values().stream()
                .filter(connector -> SlottedSettings.class.isAssignableFrom(connector.settingsType()))
                .findFirst()
                .map(connector -> (SlottedSettings) read(connector, settings).value())
                .orElseThrow(() -> RefusedException.notFound("No kind of trigger on this platform has slots."));
    }

    private <S extends TriggerSettings> CheckedSettings<S> read(TriggerConnector<S> connector, String settings) {
        S value = reader.read(connector.kind(), connector.settingsType(), settings);
        return new CheckedSettings<>(connector, value, reader.write(value));
    }

    private TriggerConnector<?> connector(String type) {
        TriggerConnector<?> connector = connectors.get(type);
        if (connector == null) {
            throw RefusedException.invalid("type", "must be one of " + String.join(", ", connectors.keySet()));
        }
        return connector;
    }
}
