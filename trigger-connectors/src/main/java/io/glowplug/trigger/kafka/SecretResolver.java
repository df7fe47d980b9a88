// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.registry.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks secrets up where the operator has laid them out, and nowhere else. */
final class SecretResolver {

    private static final long MAX_BYTES = 64 * 1024;

    private final Map<String, String> environment;
    private final @Nullable Path directory;

    SecretResolver(Map<String, String> environment, @Nullable Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    /** Returns the secret without trailing line breaks; refuses a reference that leads nowhere or out of bounds. */
    String resolve(SecretReference reference) {
        if (reference.env() != null) {
            String secret = environment.get(reference.env());
            if (secret == null) {
                throw refused("refers to the environment variable " + reference.env() + ", which the platform has not");
            }
            return secret;
        }
        return read(Objects.requireNonNull(reference.file()));
    }

    private String read(String file) {
        if (directory == null) {
            throw refused("may refer to files only where glowplug.trigger.kafka.secrets-directory is set");
        }
        try {
            Path root = directory.toRealPath();
            Path path = root.resolve(file).toRealPath();
            if (!path.startsWith(root) || !Files.isRegularFile(path) || Files.size(path) > MAX_BYTES) {
                throw unreadable(file);
            }
            return Files.readString(path).stripTrailing();
        } catch (IOException | InvalidPathException e) {
            throw unreadable(file);
        }
    }

    /** One text for every cause, so that it cannot be used to find out what files there are. */
    private static RefusedException unreadable(String file) {
        return refused("refers to the file " + file + ", which is not a readable file of the secrets directory");
    }

    private static RefusedException refused(String rule) {
        return RefusedException.invalid("settings.security", rule);
    }
}
