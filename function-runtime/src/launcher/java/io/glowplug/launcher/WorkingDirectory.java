// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where relative paths lead. The kernel goes by the directory that a process has entered, not by its name, so what is
 * mounted there later is seen only by those who enter it again; and Java cannot.
 */
final class WorkingDirectory {

    private static final String LIBRARY = "libworking-directory.so";

    private WorkingDirectory() {}

    /** To be called while there is time; the library lies beside the jar that this class comes from. */
    static void load() {
        System.load(Path.of(System.getProperty("java.class.path"))
                .toAbsolutePath()
                .resolveSibling(LIBRARY)
                .toString());
    }

    static void change(String path) throws IOException {
        int error = enter(path.getBytes(StandardCharsets.UTF_8));
        if (error != 0) {
            throw new IOException(path + " cannot be entered: error number " + error);
        }
    }

    private static native int enter(byte[] path);
}
