// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** What a request says about one destination. */
public sealed interface DestinationEdit {

    /** It stays as it is. */
    record Keep() implements DestinationEdit {}

    /** There is to be none. */
    record Remove() implements DestinationEdit {}

    /**
     * It is to be this one.
     *
     * @param field how the user's request names it, for refusals
     */
    record Put(String field, DestinationDraft draft) implements DestinationEdit {}
}
