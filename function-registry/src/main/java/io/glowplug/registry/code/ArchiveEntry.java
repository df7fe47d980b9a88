// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

/** One thing in a code archive, at a path relative to its root, with {@code /} between the parts. */
sealed interface ArchiveEntry {

    String path();

    record Directory(String path) implements ArchiveEntry {}

    record RegularFile(String path, boolean executable) implements ArchiveEntry {}

    /** A symbolic link; its target is relative to the directory it lies in. */
    record Link(String path, String target) implements ArchiveEntry {}
}
