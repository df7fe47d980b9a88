// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.registry.SecretText;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The code behind one kind of trigger. Implementations are Spring beans, found by type; each lives in a folder of its
 * own and passes {@code TriggerConnectorContract}.
 *
 * @param <S> a record of validated settings, read from JSON by its canonical constructor or its {@code JsonCreator}.
 *     Unknown keys and wrong types are refused before it is made, broken rules by itself (with {@link
 *     io.glowplug.registry.Violations}, fields relative to {@code settings}); what it is written as is stored.
 */
public interface TriggerConnector<S extends TriggerSettings> {

    /** The trigger's type in the API, such as {@code schedule}. */
    String kind();

    Set<ConnectorCapability> capabilities();

    Class<S> settingsType();

    /** What a trigger gets that says nothing about batches; for connectors that batch. */
    default BatchSettings defaultBatch() {
        return new BatchSettings(100, 0, BatchSettings.SINGLE.maxBytes());
    }

    /**
     * Checks what the settings' own constructor cannot know, with the trigger as it would be stored; throws to refuse.
     * Called before every change is stored, never before opening.
     */
    void validate(TriggerDefinition trigger, S settings);

    /**
     * Returns the settings as they are to be stored, their secrets encrypted; throws to refuse. Called after every
     * change is validated and before it is stored. Settings without secrets stay as they are.
     *
     * @param before the settings as they are stored, or null for a new trigger
     */
    default S sealed(UUID triggerId, S settings, @Nullable S before) {
        return settings;
    }

    /** Returns stored settings as they may be shown. */
    default S shown(S settings) {
        return settings;
    }

    /**
     * Keeps what belongs to the trigger elsewhere, in the transaction that stores it and after that; throws to refuse the
     * change. What it writes has to go with the trigger's row.
     */
    default void stored(TriggerDefinition trigger, S settings) {}

    /**
     * Whether those who bring something to it get the function's own answer. Nothing of it is an event then, so that
     * filters, retries, destinations and the like are refused.
     */
    default boolean answersAtOnce(S settings) {
        return false;
    }

    /** The kind of credentials by which it tells who brings something to it; empty if it asks for none. */
    default Optional<TriggerCredentials.Kind> credentials(S settings) {
        return Optional.empty();
    }

    /** Refuses a sender's secret that does not fit. */
    default void validateSecret(S settings, SecretText secret) {}

    /** Starts reading. Returns at once; the source works on threads of its own until closed. */
    TriggerSource open(SourceContext context, S settings);
}
