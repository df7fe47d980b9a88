// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;

/** Which names the entries of one archive may have. Remembers those seen, because no two entries may meet. */
final class PathRules {

    static final int MAX_PATH_BYTES = 2_048;
    private static final int MAX_NAME_BYTES = 255;

    private final Set<String> taken = new HashSet<>();
    private final Set<String> directories = new HashSet<>();
    private final Set<String> leaves = new HashSet<>();

    /** Returns the path without {@code .} parts and trailing slash; empty for the root itself. */
    String checked(String name, byte[] rawName) {
        // The library turns the backslashes of some archives into slashes, so the bytes are looked at.
        refuseIf(contains(rawName, '\\'), name, "has a backslash in its name");
        refuseIf(name.indexOf('\0') >= 0, name, "has a NUL in its name");
        refuseIf(name.startsWith("/"), name, "has an absolute path");
        refuseIf(bytes(name) > MAX_PATH_BYTES, name, "has a path of more than " + MAX_PATH_BYTES + " bytes");
        StringJoiner path = new StringJoiner("/");
        for (String part : name.split("/", -1)) {
            refuseIf(part.equals(".."), name, "climbs out of its directory by '..'");
            refuseIf(bytes(part) > MAX_NAME_BYTES, name, "has a name of more than " + MAX_NAME_BYTES + " bytes");
            if (!part.isEmpty() && !part.equals(".")) {
                path.add(part);
            }
        }
        refuseIf(!storable(path.toString()), name, "has a name that this host's locale cannot write");
        return path.toString();
    }

    /** Refuses a path that is taken, or that leads through something which is no directory. */
    void claim(ArchiveEntry entry) {
        String path = entry.path();
        refuseIf(!taken.add(path), path, "occurs twice");
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String parent = path.substring(0, slash);
            refuseIf(leaves.contains(parent), path, "lies below a file or a link");
            directories.add(parent);
        }
        if (entry instanceof ArchiveEntry.Directory) {
            directories.add(path);
        } else {
            refuseIf(directories.contains(path), path, "is a file or a link and a directory at once");
            leaves.add(path);
        }
    }

    private static boolean storable(String path) {
        try {
            return Path.of(path).getNameCount() > 0;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean contains(byte[] bytes, char wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private static void refuseIf(boolean broken, String name, String rule) {
        if (broken) {
            String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
            throw UnreadableArchiveException.rule("holds '" + shown.replace('\0', '?') + "', which " + rule);
        }
    }
}
