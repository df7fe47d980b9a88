// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

/** Lists of files for tests of what needs no archive. */
public final class TestCode {

    private TestCode() {}

    /** Returns code of empty files, none of them executable. */
    public static ArchiveContents contents(String... paths) {
        TestZip zip = TestZip.zip();
        for (String path : paths) {
            zip.file(path, "");
        }
        return ArchiveCheck.check(zip.bytes()).contents();
    }

    /** Returns code of one executable file. */
    public static ArchiveContents executable(String path) {
        return ArchiveCheck.check(TestZip.zip().executable(path, "").bytes()).contents();
    }
}
