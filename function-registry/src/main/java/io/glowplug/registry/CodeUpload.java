// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Map;

/** Code as a user hands it in. */
public sealed interface CodeUpload {

    /** A zip archive of at most 50 MB. The array is not changed and must not be changed by the caller. */
    @SuppressWarnings("ArrayRecordComponent")
    record Zip(byte[] archive) implements CodeUpload {}

    /** File contents by relative path; a file named {@code bootstrap} or starting with {@code #!} is executable. */
    record Files(Map<String, String> contents) implements CodeUpload {}
}
