// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import org.jspecify.annotations.Nullable;

/** The destinations of one function or trigger. */
public record DestinationPair(
        @Nullable Destination onSuccess, @Nullable Destination onFailure) {

    public static final DestinationPair NONE = new DestinationPair(null, null);
}
