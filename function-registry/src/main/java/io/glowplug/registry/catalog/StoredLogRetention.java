// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.LogRetention;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Reads the retention that functions have now; versions have no log of their own. */
@Component
class StoredLogRetention implements LogRetention {

    private final FunctionRepository functions;

    StoredLogRetention(FunctionRepository functions) {
        this.functions = functions;
    }

    @Override
    public Map<String, Integer> days() {
        Map<String, Integer> days = new HashMap<>();
        functions.withLogRetention().forEach(function -> {
            Integer own = function.configuration().logging().retentionDays();
            if (own != null) {
                days.put(function.name(), own);
            }
        });
        return days;
    }
}
