// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import tools.jackson.databind.json.JsonMapper;

/** What a resend has to send, as text: a query that means the same whenever it is read. */
final class Selections {

    private static final JsonMapper JSON = JsonMapper.shared();

    private Selections() {}

    static String text(Object query) {
        return JSON.writeValueAsString(query);
    }

    static <T> T read(String text, Class<T> type) {
        return JSON.readValue(text, type);
    }
}
