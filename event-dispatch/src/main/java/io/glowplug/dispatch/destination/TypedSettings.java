// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination;

import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DestinationSettings;
import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.dispatch.SettingsReader;
import io.glowplug.registry.SecretText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings together with the type that understands them, so that nobody else has to know what they are.
 *
 * @param json the settings written out again, defaults included: what is stored
 */
public record TypedSettings<S extends DestinationSettings>(DestinationType<S> type, S value, String json) {

    static <S extends DestinationSettings> TypedSettings<S> read(
            DestinationType<S> type, SettingsReader reader, String settings) {
        S value = reader.read(type.name(), type.settingsType(), settings);
        return new TypedSettings<>(type, value, reader.write(value));
    }

    void validate() {
        type.validate(value);
    }

    void validateSecret(@Nullable SecretText secret) {
        type.validateSecret(secret);
    }

    String target() {
        return value.target();
    }

    Optional<String> calledFunction() {
        return value.calledFunction();
    }

    /** Whether the secret of the destination before may serve this one. */
    boolean mayKeepSecretOf(TypedSettings<?> before) {
        return type.equals(before.type) && type.keepsSecret(type.settingsType().cast(before.value), value);
    }

    public DeliveryOutcome deliver(OutgoingDelivery delivery) {
        return type.deliver(delivery, value);
    }
}
