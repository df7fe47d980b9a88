// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which extensions a function's layers bring: every executable file right below {@code extensions}. */
final class ExtensionFiles {

    static final String DIRECTORY = "extensions";

    private ExtensionFiles() {}

    /**
     * Looks on this host, so that functions without extensions pay for one look at most. A link in the place of the
     * directory would lead out of the layers.
     */
    static Set<String> in(@Nullable Path layers) throws IOException {
        if (layers == null || !Files.isDirectory(layers.resolve(DIRECTORY), LinkOption.NOFOLLOW_LINKS)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(layers.resolve(DIRECTORY))) {
            return files.filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }
}
