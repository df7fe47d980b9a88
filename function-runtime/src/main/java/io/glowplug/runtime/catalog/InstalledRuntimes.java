// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.registry.RuntimeFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The runtimes of this node, as found at start. An interpreter that is installed later counts after a restart. */
public final class InstalledRuntimes implements RuntimeCatalog {

    /** Lambda's current identifiers, shown even where this host lacks them: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
    private static final List<String> WELL_KNOWN = List.of(
            "python3.14",
            "python3.13",
            "python3.12",
            "python3.11",
            "python3.10",
            "nodejs24.x",
            "nodejs22.x",
            "nodejs20.x",
            "ruby3.4",
            "ruby3.3",
            "ruby3.2",
            "java25",
            "java21",
            "java17",
            FunctionRuntime.SPRING,
            "dotnet10",
            "dotnet8",
            "provided.al2023",
            "provided.al2");

    private static final Set<RuntimeFamily> USUAL = Set.of(RuntimeFamily.PYTHON, RuntimeFamily.NODEJS);

    private static final int OLDEST_NODE = 20;

    private final Map<String, Interpreter> interpreters;
    private final @Nullable String sandboxRefusal;

    InstalledRuntimes(Map<String, Interpreter> interpreters, @Nullable String sandboxRefusal) {
        this.interpreters = Map.copyOf(interpreters);
        this.sandboxRefusal = sandboxRefusal;
    }

    /**
     * Searches the usual directories and those of the search path.
     *
     * @param sandboxRefusal why this node runs no functions at all, or null if it does
     */
    public static InstalledRuntimes search(@Nullable String sandboxRefusal) {
        Stream<String> path =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"));
        List<Path> directories = Stream.concat(Stream.of("/usr/local/bin", "/usr/bin"), path)
                .filter(directory -> directory.startsWith("/usr/"))
                .map(Path::of)
                .distinct()
                .toList();
        var interpreters = new HashMap<>(InterpreterSearch.in(directories));
        interpreters.putAll(JavaSearch.in(JavaSearch.likelyHomes()));
        interpreters.putAll(DotnetSearch.of(DotnetSearch.likelyPlaces(directories)));
        return new InstalledRuntimes(interpreters, sandboxRefusal);
    }

    @Override
    public Optional<String> refusalOf(FunctionRuntime runtime) {
        if (sandboxRefusal != null) {
            return Optional.of(sandboxRefusal);
        }
        return switch (runtime.family()) {
            case PROVIDED -> Optional.empty();
            case PYTHON, NODEJS, RUBY, JAVA, SPRING, DOTNET -> refusalOfInterpreted(runtime);
        };
    }

    private Optional<String> refusalOfInterpreted(FunctionRuntime runtime) {
        if (runtime.family() == RuntimeFamily.NODEJS && major(runtime) < OLDEST_NODE) {
            return Optional.of(runtime.id() + " is too old: the oldest Node.js that is served is " + OLDEST_NODE + ".");
        }
        if (interpreters.containsKey(runtime.id())) {
            return Optional.empty();
        }
        return Optional.of("This node has no " + nameOf(runtime.family()) + " for " + runtime.id() + "; it serves "
                + String.join(", ", servable()) + ".");
    }

    private static String nameOf(RuntimeFamily family) {
        return switch (family) {
            case JAVA, SPRING -> "Java";
            case DOTNET -> ".NET";
            case PYTHON, NODEJS, RUBY, PROVIDED -> "interpreter";
        };
    }

    /** Returns the interpreter of a runtime that is not refused; empty for those that need none. */
    public Optional<Path> interpreter(FunctionRuntime runtime) {
        return Optional.ofNullable(interpreters.get(runtime.id())).map(Interpreter::executable);
    }

    /** Returns the newest Python and the newest Node.js, the languages that most functions are written in. */
    public List<FunctionRuntime> newestOfTheUsual() {
        var newest = new EnumMap<RuntimeFamily, FunctionRuntime>(RuntimeFamily.class);
        interpreters.values().stream()
                .flatMap(interpreter -> FunctionRuntime.parse(interpreter.runtime()).stream())
                .filter(runtime -> USUAL.contains(runtime.family()))
                .filter(runtime -> refusalOf(runtime).isEmpty())
                .sorted(Comparator.comparingInt(InstalledRuntimes::versionNumber))
                .forEach(runtime -> newest.put(runtime.family(), runtime));
        return List.copyOf(newest.values());
    }

    /** The last of its numbers: 11 of python3.11, 20 of nodejs20.x. */
    private static int versionNumber(FunctionRuntime runtime) {
        String digits = runtime.id().replaceAll(".*?([0-9]+)(\\.x)?$", "$1");
        return Integer.parseInt(digits);
    }

    /** Returns the Java version of what serves a Java runtime that is not refused, such as 25. */
    public int javaVersion(FunctionRuntime runtime) {
        String version = Objects.requireNonNull(interpreters.get(runtime.id())).version();
        return Integer.parseInt(version.split("\\D", 2)[0]);
    }

    @Override
    public List<RuntimeAvailability> runtimes() {
        return shown().flatMap(id -> FunctionRuntime.parse(id).stream())
                .map(this::availability)
                .toList();
    }

    private RuntimeAvailability availability(FunctionRuntime runtime) {
        Interpreter interpreter = interpreters.get(runtime.id());
        return new RuntimeAvailability(
                runtime.id(),
                interpreter == null ? null : interpreter.executable().toString(),
                interpreter == null ? null : interpreter.version(),
                refusalOf(runtime).orElse(null));
    }

    private List<String> servable() {
        var servable = new ArrayList<String>();
        shown().flatMap(id -> FunctionRuntime.parse(id).stream())
                .filter(runtime -> runtime.family() == RuntimeFamily.PROVIDED || interpreters.containsKey(runtime.id()))
                .forEach(runtime -> servable.add(runtime.id()));
        return servable;
    }

    private Stream<String> shown() {
        var ids = new LinkedHashSet<String>(WELL_KNOWN);
        ids.addAll(interpreters.keySet());
        return ids.stream();
    }

    private static int major(FunctionRuntime node) {
        return Integer.parseInt(node.id().substring("nodejs".length(), node.id().indexOf('.')));
    }
}
