// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.Optional;

/** The validated settings of one type of destination. Implementations are records. */
public interface DestinationSettings {

    /** Where it goes, in words for people, such as {@code topic orders}. */
    String target();

    /** The function that it calls, which then cannot be deleted. */
    default Optional<String> calledFunction() {
        return Optional.empty();
    }
}
