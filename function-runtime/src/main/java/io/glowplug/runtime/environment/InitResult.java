// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.runtime.channel.ErrorDocument;
import org.jspecify.annotations.Nullable;

/** How an initialisation ended. */
public sealed interface InitResult {

    record Ready() implements InitResult {}

    /**
     * The function's code is to blame.
     *
     * @param reported what the process said about it, or null if it ended without a word
     */
    record Failed(@Nullable ErrorDocument reported) implements InitResult {}

    /** The time for it was up. */
    record Overran() implements InitResult {}

    /** The platform ended it for reasons of its own. */
    record Abandoned() implements InitResult {}
}
