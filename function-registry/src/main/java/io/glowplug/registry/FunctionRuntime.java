// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A runtime identifier as users write it ({@code python3.11}, {@code nodejs20.x}, {@code provided.al2023}, {@code spring}), known to
 * be well formed. Whether this host can serve it is another question: {@link RuntimeCatalog}.
 *
 * <p>Identifiers: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html; {@code spring} is Glowplug's own.
 */
public record FunctionRuntime(String id, RuntimeFamily family) {

    private static final Pattern PYTHON = Pattern.compile("python3\\.[0-9]{1,2}");
    private static final Pattern NODEJS = Pattern.compile("nodejs[0-9]{2}\\.x");
    private static final Pattern RUBY = Pattern.compile("ruby3\\.[0-9]{1,2}");
    private static final Pattern DOTNET = Pattern.compile("dotnet(8|10)");
    private static final Pattern JAVA = Pattern.compile("java(17|21|25)");
    private static final Pattern PROVIDED = Pattern.compile("provided\\.al2(023)?");

    /** Whichever Java of a node serves it. */
    public static final String SPRING = "spring";

    /** Returns the runtime of that name, or empty when no runtime of Glowplug is called so. */
    public static Optional<FunctionRuntime> parse(String id) {
        if (PYTHON.matcher(id).matches()) {
            return Optional.of(new FunctionRuntime(id, RuntimeFamily.PYTHON));
        }
        if (NODEJS.matcher(id).matches()) {
            return Optional.of(new FunctionRuntime(id, RuntimeFamily.NODEJS));
        }
        if (RUBY.matcher(id).matches()) {
            return Optional.of(new FunctionRuntime(id, RuntimeFamily.RUBY));
        }
        if (DOTNET.matcher(id).matches()) {
            return Optional.of(new FunctionRuntime(id, RuntimeFamily.DOTNET));
        }
        if (JAVA.matcher(id).matches()) {
            return Optional.of(new FunctionRuntime(id, RuntimeFamily.JAVA));
        }
        if (SPRING.equals(id)) {
            return Optional.of(new FunctionRuntime(id, RuntimeFamily.SPRING));
        }
        if (PROVIDED.matcher(id).matches()) {
            return Optional.of(new FunctionRuntime(id, RuntimeFamily.PROVIDED));
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return id;
    }
}
