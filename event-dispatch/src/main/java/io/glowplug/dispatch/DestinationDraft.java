// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import io.glowplug.registry.SecretText;
import org.jspecify.annotations.Nullable;

/**
 * A destination as a user writes it; not checked yet.
 *
 * @param settings what its type needs to know, a JSON object
 * @param secret null to keep the one that is stored, as long as the destination stays what it is
 */
public record DestinationDraft(
        String type,
        String settings,
        DeliveryPolicy policy,
        @Nullable SecretText secret) {}
