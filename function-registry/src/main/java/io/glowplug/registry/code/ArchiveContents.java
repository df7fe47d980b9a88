// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tree that an archive unpacks to: knows what lies where, links followed, without touching a disk. */
public final class ArchiveContents {

    /** As in the kernel. */
    private static final int MAX_LINKS_ON_A_PATH = 40;

    private static final int MAX_STEPS_OF_ALL_LINKS = 2_000_000;

    private final TreeMap<String, ArchiveEntry> entries = new TreeMap<>();

    ArchiveContents(Collection<ArchiveEntry> entries) {
        for (ArchiveEntry entry : entries) {
            this.entries.put(entry.path(), entry);
        }
    }

    public boolean hasFile(String path) {
        return at(path).filter(ArchiveEntry.RegularFile.class::isInstance).isPresent();
    }

    public boolean hasExecutable(String path) {
        return at(path).filter(entry -> entry instanceof ArchiveEntry.RegularFile file && file.executable())
                .isPresent();
    }

    public boolean hasDirectory(String path) {
        return followed(path).filter(this::isDirectory).isPresent();
    }

    /** Whether there is a class file in any directory. */
    public boolean hasClasses() {
        return entries.values().stream()
                .anyMatch(entry -> entry instanceof ArchiveEntry.RegularFile
                        && entry.path().endsWith(".class"));
    }

    /** Returns the names of what lies directly in a directory; empty when there is no such directory. */
    public List<String> namesIn(String directory) {
        String prefix = followed(directory)
                .map(found -> found.isEmpty() ? "" : found + "/")
                .orElse("\0");
        return entries.tailMap(prefix, false).keySet().stream()
                .takeWhile(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()))
                .map(rest -> rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest)
                .distinct()
                .toList();
    }

    /**
     * Returns a link from which a walk steps outside the root or comes to no end. The walks of all links together are
     * limited, since a small archive can hold links that lead through one another millions of times.
     */
    Optional<ArchiveEntry.Link> strayLink() {
        Allowance steps = new Allowance(MAX_STEPS_OF_ALL_LINKS);
        return entries.values().stream()
                .filter(ArchiveEntry.Link.class::isInstance)
                .map(ArchiveEntry.Link.class::cast)
                .filter(link -> followed(link.path(), steps).isEmpty())
                .findFirst();
    }

    private Optional<ArchiveEntry> at(String path) {
        return followed(path).map(entries::get);
    }

    private boolean isDirectory(String path) {
        if (path.isEmpty() || entries.get(path) instanceof ArchiveEntry.Directory) {
            return true;
        }
        String next = entries.higherKey(path + "/");
        return next != null && next.startsWith(path + "/");
    }

    private Optional<String> followed(String path) {
        return followed(path, new Allowance(MAX_STEPS_OF_ALL_LINKS));
    }

    /** Walks a path as the kernel would; empty when it steps above the root or runs in circles. */
    private Optional<String> followed(String path, Allowance steps) {
        StringBuilder done = new StringBuilder();
        Deque<String> ahead = new ArrayDeque<>(parts(path));
        int links = 0;
        while (!ahead.isEmpty()) {
            String part = ahead.removeFirst();
            if (!steps.tryTake(1) || (part.equals("..") && done.isEmpty())) {
                return Optional.empty();
            }
            if (part.equals("..")) {
                done.setLength(Math.max(0, done.lastIndexOf("/")));
                continue;
            }
            int parent = done.length();
            done.append(parent == 0 ? "" : "/").append(part);
            if (entryAt(done) instanceof ArchiveEntry.Link link) {
                links++;
                if (links > MAX_LINKS_ON_A_PATH || link.target().startsWith("/")) {
                    return Optional.empty();
                }
                done.setLength(parent);
                parts(link.target()).reversed().forEach(ahead::addFirst);
            }
        }
        return Optional.of(done.toString());
    }

    private @Nullable ArchiveEntry entryAt(StringBuilder path) {
        return path.length() <= PathRules.MAX_PATH_BYTES ? entries.get(path.toString()) : null;
    }

    private static List<String> parts(String path) {
        return Stream.of(path.split("/", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
    }
}
