// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.RuntimeFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What whoever runs this node has put there for all functions, as Lambda's runtimes bring AWS's libraries along: a
 * directory of this host, laid out as a layer is. Functions only read it, and their own code and layers come before it.
 *
 * @param directory null if there is none
 */
public record NodeLibraries(@Nullable Path directory) {

    /** Its name in the runtime's directory, as functions see it. */
    static final String NAME = "libraries";

    /** @throws IllegalArgumentException if the directory is not there, which is found out best at the start */
    public NodeLibraries {
        if (directory != null && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "glowplug.runtime.libraries: " + directory + " is not a directory on this host");
        }
    }

    public static NodeLibraries none() {
        return new NodeLibraries(null);
    }

    boolean serve(RuntimeFamily family) {
        return directory != null
                && switch (family) {
                    case PYTHON, NODEJS, RUBY -> true;
                    case JAVA, SPRING, DOTNET, PROVIDED -> false;
                };
    }
}
