// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kind;

import io.glowplug.registry.SecretText;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerConnector;
import io.glowplug.trigger.TriggerCredentials;
import io.glowplug.trigger.TriggerDefinition;
import io.glowplug.trigger.TriggerSettings;
import io.glowplug.trigger.TriggerSource;
import java.util.Optional;

/**
 * Settings that their connector understood.
 *
 * @param json the settings written out again, defaults included: what is stored
 */
public record CheckedSettings<S extends TriggerSettings>(TriggerConnector<S> connector, S value, String json) {

    /** Lets the connector refuse the trigger as it would be stored. */
    public void validate(TriggerDefinition trigger) {
        connector.validate(trigger, value);
    }

    /** Lets the connector keep what belongs to the trigger, in the transaction that has stored it. */
    public void stored(TriggerDefinition trigger) {
        connector.stored(trigger, value);
    }

    public boolean answersAtOnce() {
        return connector.answersAtOnce(value);
    }

    public Optional<TriggerCredentials.Kind> credentials() {
        return connector.credentials(value);
    }

    public void validateSecret(SecretText secret) {
        connector.validateSecret(value, secret);
    }

    public TriggerSource open(SourceContext context) {
        return connector.open(context, value);
    }
}
