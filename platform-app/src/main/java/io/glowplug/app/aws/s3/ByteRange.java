// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object that are asked for.
 *
 * @param contentRange how the answer says it, or null if it is all of them
 */
record ByteRange(long first, long length, @Nullable String contentRange) {

    /** Reads a range that S3Proxy has found to be well-formed. */
    static ByteRange of(@Nullable String header, long size) {
        if (header == null) {
            return new ByteRange(0, size, null);
        }
        String[] ends = header.substring("bytes=".length()).split("-", 2);
        long first = ends[0].isEmpty() ? Math.max(0, size - Long.parseLong(ends[1])) : Long.parseLong(ends[0]);
        long last = ends[0].isEmpty() || ends[1].isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(ends[1]));
        if (first > last) {
            throw S3Refusals.of(
                    416, "InvalidRange", "The object has " + size + " bytes; none of them is in that range.");
        }
        return new ByteRange(first, last - first + 1, "bytes " + first + "-" + last + "/" + size);
    }
}
