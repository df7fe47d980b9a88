// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.registry.RefusedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an access key allows, each role including those before it. */
public enum Role {
    /** Reads everything but the values of environment variables, access keys and the audit log. */
    VIEWER,
    /** Also changes functions and triggers, invokes, redrives. */
    DEVELOPER,
    /** Also manages access keys and reads the audit log. */
    ADMINISTRATOR;

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /** The role's name in the API and in the database. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Role ofLabel(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid(
                        "role",
                        "must be one of "
                                + Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "))));
    }
}
