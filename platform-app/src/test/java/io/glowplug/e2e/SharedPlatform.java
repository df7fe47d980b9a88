// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Gives tests a node that they share, since starting one takes longer than most of them. A test may kill it if it starts
 * it again, and looks only at functions, triggers and topics of its own.
 */
final class SharedPlatform implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SharedPlatform.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(PlatformProcess.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
                .node();
    }

    /** Ended when the last test class is. */
    private record Running(Path directory, PlatformProcess node) implements AutoCloseable {

        static Running start() {
            try {
                Path directory = Files.createTempDirectory("glowplug-shared");
                return new Running(
                        directory,
                        PlatformProcess.in(directory)
                                .with("GLOWPLUG_DISPATCH_DESTINATIONS_ALLOW", "127.0.0.1/32")
                                .start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            node.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}
