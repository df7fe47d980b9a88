// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for .NET. One program, {@code dotnet}, runs all versions that lie beside it. */
final class DotnetSearch {

    /** Versions of .NET that a runtime of Lambda is named after. */
    private static final List<String> NAMED = List.of("8", "10");

    /** A line of {@code dotnet --list-runtimes}, such as {@code Microsoft.NETCore.App 8.0.11 [/usr/share/dotnet/…]}. */
    private static final Pattern RUNTIME = Pattern.compile("Microsoft\\.NETCore\\.App (([0-9]+)\\.[0-9.]+) \\[.*");

    private static final String PROGRAM = "dotnet";

    private DotnetSearch() {}

    /** Where distributions and Microsoft's packages put it, as far as a sandbox shows the place. */
    static List<Path> likelyPlaces(List<Path> searchPath) {
        Stream<Path> homes = Stream.of("/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet")
                .map(Path::of);
        return Stream.concat(searchPath.stream(), homes)
                .map(directory -> directory.resolve(PROGRAM))
                .flatMap(program -> InterpreterSearch.visible(program).stream())
                .toList();
    }

    /** Returns who serves which runtime: the newest release of its very version, for .NET runs nothing else unasked. */
    static Map<String, Interpreter> of(List<Path> programs) {
        var found = new LinkedHashMap<String, Interpreter>();
        programs.stream()
                .distinct()
                .filter(Files::isExecutable)
                .forEach(program -> versionsOf(program).forEach(found::putIfAbsent));
        return found;
    }

    /** The list is ordered by version, so the last release of a version is its newest. */
    private static Map<String, Interpreter> versionsOf(Path program) {
        var versions = new LinkedHashMap<String, Interpreter>();
        InterpreterSearch.answerOf(program, "--list-runtimes").lines().forEach(line -> {
            Matcher runtime = RUNTIME.matcher(line);
            if (runtime.matches() && NAMED.contains(runtime.group(2))) {
                String id = PROGRAM + runtime.group(2);
                versions.put(id, new Interpreter(id, program, runtime.group(1)));
            }
        });
        return versions;
    }
}
