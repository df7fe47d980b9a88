// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.Map;

/**
 * An object without its bytes.
 *
 * @param size in bytes
 * @param eTag without quotation marks: the MD5 of its bytes, or for an upload in parts the MD5 of the parts' MD5s with
 *     their number
 * @param headers by lower-case name, what an answer that carries the object says of it, such as {@code content-type}
 * @param metadata the uploader's own
 */
public record StoredObject(
        String bucket,
        String key,
        long size,
        String eTag,
        Instant modifiedAt,
        Map<String, String> headers,
        Map<String, String> metadata) {

    public StoredObject {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
    }
}
