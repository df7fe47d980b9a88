// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which extensions a function's layers bring: every executable file right below {@code extensions}. */
final class ExtensionFiles {

    /** https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html */
    static final int MOST = 10;

    static final String DIRECTORY = "extensions";

    private ExtensionFiles() {}

    /**
     * Looks on this host, so that functions without extensions pay for one look at most.
     *
     * @throws IOException also if there are more than an environment may have
     */
    static Set<String> in(@Nullable Path layers) throws IOException {
        if (layers == null || !Files.isDirectory(layers.resolve(DIRECTORY))) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(layers.resolve(DIRECTORY))) {
            Set<String> names = files.filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toUnmodifiableSet());
            if (names.size() > MOST) {
                throw new IOException("The layers have " + names.size() + " extensions; there may be " + MOST + ".");
            }
            return names;
        }
    }
}
