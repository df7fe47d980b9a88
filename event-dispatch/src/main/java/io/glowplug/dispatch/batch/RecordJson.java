// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.batch;

import io.glowplug.dispatch.DeadLetterReason;
import io.glowplug.dispatch.RecordLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Layouts and remainders as they are stored. */
public final class RecordJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RecordJson() {}

    private record StoredRemainder(
            String now,
            List<String> later,
            String givenUp,
            @Nullable DeadLetterReason reason,
            int since) {}

    public static @Nullable String text(@Nullable RecordLayout layout) {
        return layout == null ? null : JSON.writeValueAsString(layout);
    }

    public static @Nullable RecordLayout layout(@Nullable String text) {
        return text == null ? null : JSON.readValue(text, RecordLayout.class);
    }

    public static @Nullable String text(@Nullable Remainder remainder) {
        return remainder == null
                ? null
                : JSON.writeValueAsString(new StoredRemainder(
                        remainder.now().toString(),
                        remainder.later().stream().map(RecordSet::toString).toList(),
                        remainder.givenUp().toString(),
                        remainder.reason(),
                        remainder.since()));
    }

    public static @Nullable Remainder remainder(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StoredRemainder stored = JSON.readValue(text, StoredRemainder.class);
        return new Remainder(
                RecordSet.parse(stored.now()),
                stored.later().stream().map(RecordSet::parse).toList(),
                RecordSet.parse(stored.givenUp()),
                stored.reason(),
                stored.since());
    }
}
