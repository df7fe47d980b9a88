// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import java.nio.file.Path;

/**
 * An interpreter of this host, or the program {@code java} of a JDK, or {@code dotnet}.
 *
 * @param runtime the identifier of the runtime it serves, such as {@code python3.13}
 * @param version as it says itself, such as {@code 3.13.2}
 */
record Interpreter(String runtime, Path executable, String version) {}
