// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.Map;

/**
 * A part of an upload.
 *
 * @param number 1 to 10,000
 * @param eTag the MD5 of its bytes, without quotation marks
 * @param checksums further checksums that its uploader gave and that held, by algorithm
 */
public record ObjectPart(int number, long size, String eTag, Instant modifiedAt, Map<String, String> checksums) {

    public ObjectPart {
        checksums = Map.copyOf(checksums);
    }
}
