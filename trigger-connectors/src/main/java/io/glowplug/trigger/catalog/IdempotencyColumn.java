// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.dispatch.IdempotencyRule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A rule of idempotency as a document in one column. */
final class IdempotencyColumn {

    private static final JsonMapper JSON = JsonMapper.shared();

    private IdempotencyColumn() {}

    static @Nullable String of(@Nullable IdempotencyRule rule) {
        return rule == null ? null : JSON.writeValueAsString(rule);
    }

    static @Nullable IdempotencyRule toRule(@Nullable String document) {
        return document == null ? null : JSON.readValue(document, IdempotencyRule.class);
    }
}
