// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

/** One line of a request's or answer's head. Names are compared without regard to case. */
public record HeaderField(String name, String value) {

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
