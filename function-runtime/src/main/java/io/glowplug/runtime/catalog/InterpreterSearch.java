// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks through directories for Python, Node.js and Ruby. */
final class InterpreterSearch {

    private static final Pattern NAME =
            Pattern.compile("python3(\\.[0-9]{1,2})?|node(js)?([0-9]{2})?|ruby(3\\.[0-9]{1,2})?");
    private static final Pattern PYTHON_VERSION = Pattern.compile("Python (3\\.[0-9]+)\\.\\S+");
    private static final Pattern NODE_VERSION = Pattern.compile("v([0-9]+)\\.\\S+");
    private static final Pattern RUBY_VERSION = Pattern.compile("ruby ((3\\.[0-9]+)\\.[0-9]+)\\S* .*");
    private static final Path VISIBLE = Path.of("/usr");
    private static final long ANSWER_SECONDS = 10;
    private static final int ANSWER_BYTES = 16 * 1024;

    private InterpreterSearch() {}

    /** Returns what was found, by runtime; of several for one runtime the first. */
    static Map<String, Interpreter> in(List<Path> directories) {
        var found = new LinkedHashMap<String, Interpreter>();
        directories.stream()
                .filter(Files::isDirectory)
                .flatMap(InterpreterSearch::candidates)
                .distinct()
                .flatMap(candidate -> identify(candidate).stream())
                .forEach(interpreter -> found.putIfAbsent(interpreter.runtime(), interpreter));
        return found;
    }

    private static Stream<Path> candidates(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries
                    .filter(entry ->
                            NAME.matcher(entry.getFileName().toString()).matches())
                    .filter(Files::isExecutable)
                    .flatMap(entry -> visible(entry).stream())
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            return Stream.empty();
        }
    }

    /** A link that leads out of what a sandbox shows is of no use inside. */
    static Optional<Path> visible(Path entry) {
        try {
            Path real = entry.toRealPath();
            return real.startsWith(VISIBLE) ? Optional.of(real) : Optional.empty();
        } catch (IOException dangling) {
            return Optional.empty();
        }
    }

    private static Optional<Interpreter> identify(Path executable) {
        String answer = versionOf(executable);
        Matcher python = PYTHON_VERSION.matcher(answer);
        if (python.matches()) {
            return Optional.of(
                    new Interpreter("python" + python.group(1), executable, answer.substring("Python ".length())));
        }
        Matcher node = NODE_VERSION.matcher(answer);
        if (node.matches()) {
            return Optional.of(new Interpreter("nodejs" + node.group(1) + ".x", executable, answer.substring(1)));
        }
        Matcher ruby = RUBY_VERSION.matcher(answer);
        if (ruby.matches()) {
            return Optional.of(new Interpreter("ruby" + ruby.group(2), executable, ruby.group(1)));
        }
        return Optional.empty();
    }

    static String versionOf(Path executable) {
        return answerOf(executable, "--version");
    }

    /** Returns what a program prints, at most 16 KiB of it; empty if that fails. */
    static String answerOf(Path executable, String question) {
        var builder = new ProcessBuilder(executable.toString(), question).redirectErrorStream(true);
        builder.environment().clear();
        try {
            Process process = builder.start();
            CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
            try (var output = process.getInputStream()) {
                String text = new String(output.readNBytes(ANSWER_BYTES), StandardCharsets.UTF_8).strip();
                return process.waitFor() == 0 ? text : "";
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException unusable) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
