// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tells version numbers from the other things that may stand in their place. */
public final class VersionNumbers {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private VersionNumbers() {}

    public static Optional<Integer> parse(String qualifier) {
        return NUMBER.matcher(qualifier).matches() ? Optional.of(Integer.valueOf(qualifier)) : Optional.empty();
    }
}
