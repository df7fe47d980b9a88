// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** A secret as a user wrote it. Does not show itself in logs. */
public record SecretText(String value) {

    @Override
    public String toString() {
        return "***";
    }
}
