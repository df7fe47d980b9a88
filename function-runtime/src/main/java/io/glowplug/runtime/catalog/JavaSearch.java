// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import io.glowplug.registry.FunctionRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for JDKs and JREs. */
final class JavaSearch {

    /** Java's versions by the runtimes that are named after them; AWS names one after each long-term release. */
    private static final List<Integer> NAMED = List.of(17, 21, 25);

    /** First line of {@code java --version}: the product's name, then the version and its date. */
    private static final Pattern VERSION = Pattern.compile("\\S+ (([0-9]{2,3})(\\.\\S+|-\\S+)?)( .*)?", Pattern.DOTALL);

    private JavaSearch() {}

    /** Where distributions put them, and what the platform itself runs on. */
    static List<Path> likelyHomes() {
        var homes = new ArrayList<Path>();
        try (Stream<Path> entries = Files.list(Path.of("/usr/lib/jvm"))) {
            entries.sorted().forEach(homes::add);
        } catch (IOException none) {
            // Then there is only the platform's own.
        }
        homes.add(Path.of(System.getProperty("java.home")));
        return homes;
    }

    /**
     * Returns who serves which runtime: of the version that it names if there is one, otherwise of the next newer one,
     * since Java runs what was compiled for an older version. Spring gets the one that most functions have, which is the
     * oldest that can have a start cache, or else the newest that is old enough.
     */
    static Map<String, Interpreter> in(List<Path> homes) {
        NavigableMap<Integer, Interpreter> byVersion = new TreeMap<>();
        homes.stream()
                .map(home -> home.resolve("bin/java"))
                .filter(Files::isExecutable)
                .flatMap(java -> real(java).stream())
                .distinct()
                .forEach(java -> identify(java, byVersion));

        var found = new LinkedHashMap<String, Interpreter>();
        for (int version : NAMED) {
            Map.Entry<Integer, Interpreter> closest = byVersion.ceilingEntry(version);
            if (closest != null) {
                Interpreter java = closest.getValue();
                found.put("java" + version, new Interpreter("java" + version, java.executable(), java.version()));
            }
        }
        forSpring(byVersion)
                .ifPresent(java -> found.put(
                        FunctionRuntime.SPRING,
                        new Interpreter(FunctionRuntime.SPRING, java.executable(), java.version())));
        return found;
    }

    private static Optional<Interpreter> forSpring(NavigableMap<Integer, Interpreter> byVersion) {
        return Optional.ofNullable(byVersion.ceilingEntry(NAMED.getLast()))
                .or(() -> Optional.ofNullable(byVersion.lastEntry()))
                .filter(newest -> newest.getKey() >= NAMED.getFirst())
                .map(Map.Entry::getValue);
    }

    private static Optional<Path> real(Path java) {
        try {
            return Optional.of(java.toRealPath());
        } catch (IOException dangling) {
            return Optional.empty();
        }
    }

    private static void identify(Path java, Map<Integer, Interpreter> byVersion) {
        Matcher answer = VERSION.matcher(InterpreterSearch.versionOf(java));
        if (answer.matches()) {
            int version = Integer.parseInt(answer.group(2));
            byVersion.putIfAbsent(version, new Interpreter("java" + version, java, answer.group(1)));
        }
    }
}
