// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionUse;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** A function that triggers call cannot be deleted. */
@Component
class TriggerFunctionUse implements FunctionUse {

    private static final int NAMED = 5;

    private final TriggerReads reads;

    TriggerFunctionUse(TriggerReads reads) {
        this.reads = reads;
    }

    @Override
    public Optional<String> reasonToKeep(FunctionDetails function) {
        List<String> names = reads.namesOf(function.name());
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
        return Optional.of("Triggers call it: " + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + more + ".");
    }
}
