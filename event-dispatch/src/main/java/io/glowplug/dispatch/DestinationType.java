// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * The code behind one type of destination. Implementations are Spring beans, found by type: another one needs nothing
 * but its class.
 *
 * @param <S> a record of validated settings, read from JSON by its canonical constructor. Unknown keys and wrong types
 *     are refused before it is made, broken rules by itself (with {@link io.glowplug.registry.Violations}); what it is
 *     written as is stored.
 */
public interface DestinationType<S extends DestinationSettings> {

    /** The type's name in the API, such as {@code http}. */
    String name();

    Class<S> settingsType();

    /** Checks what the settings' own constructor cannot know; throws to refuse, with fields relative to the settings. */
    void validate(S settings);

    /**
     * Refuses a secret that does not fit.
     *
     * @param secret as the user gave it, or null if there is none
     */
    default void validateSecret(@Nullable SecretText secret) {
        if (secret != null) {
            throw RefusedException.invalid("secret", "does not apply to destinations of type " + name());
        }
    }

    /** Whether a stored secret may go on serving after this edit, so that it need not be given again. */
    default boolean keepsSecret(S before, S after) {
        return before.equals(after);
    }

    /**
     * Tries once. Blocks until the outcome is known, for at most 40 seconds: by then its lease is about to run out and
     * another node tries. A crash at any moment leads to another try, so the receiver may get the same delivery twice,
     * unless the effect is left to {@link DeliveryOutcome.DeliveredWithin}.
     */
    DeliveryOutcome deliver(OutgoingDelivery delivery, S settings);
}
