// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.util.Map;

/**
 * What is to be known of an object that is not there yet. Checked when it is stored: the key has 1 to 1,024 bytes of
 * UTF-8 and no NUL, the metadata at most 8 KiB.
 */
public record ObjectDraft(String bucket, String key, Map<String, String> headers, Map<String, String> metadata) {

    public ObjectDraft {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
    }
}
