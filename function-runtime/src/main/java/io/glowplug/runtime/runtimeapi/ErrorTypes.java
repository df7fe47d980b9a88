// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The error type that a runtime puts into its header. */
final class ErrorTypes {

    private static final Pattern KNOWN_FORM = Pattern.compile("(Runtime|Function)\\.[A-Z][a-zA-Z]+");

    private ErrorTypes() {}

    /** Keeps a type of Lambda's form and makes every other one an unknown of its family, as Lambda does. */
    static String normalised(@Nullable String header) {
        if (header != null && KNOWN_FORM.matcher(header).matches()) {
            return header;
        }
        return header != null && header.startsWith("Runtime.") ? "Runtime.Unknown" : "Function.Unknown";
    }
}
