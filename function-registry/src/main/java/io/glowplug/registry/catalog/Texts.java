// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import java.nio.charset.StandardCharsets;

/** Which text PostgreSQL and a process environment can hold. */
final class Texts {

    static final String RULE = "must be well-formed Unicode without NUL";

    private Texts() {}

    static boolean storable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
