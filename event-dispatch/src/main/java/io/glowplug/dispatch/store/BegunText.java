// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.store;

import io.glowplug.dispatch.flow.RateWindow;
import io.glowplug.dispatch.flow.RateWindow.Begun;
import java.util.Arrays;
import tools.jackson.databind.json.JsonMapper;

/** How the column has a rate window: {@code [[microseconds, how many], …]}. */
public final class BegunText {

    private static final JsonMapper JSON = JsonMapper.shared();

    private BegunText() {}

    public static RateWindow read(String text) {
        return new RateWindow(Arrays.stream(JSON.readValue(text, long[][].class))
                .map(pair -> new Begun(pair[0], Math.toIntExact(pair[1])))
                .toList());
    }

    static String write(RateWindow window) {
        return JSON.writeValueAsString(window.begun().stream()
                .map(some -> new long[] {some.atMicros(), some.count()})
                .toList());
    }
}
