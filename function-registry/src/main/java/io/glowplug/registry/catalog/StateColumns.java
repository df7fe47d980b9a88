// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionState;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

@Embeddable
record StateColumns(String state, @Nullable String stateReason) {

    static StateColumns of(FunctionState state) {
        return switch (state) {
            case FunctionState.Pending pending -> new StateColumns("pending", pending.reason());
            case FunctionState.Active _ -> new StateColumns("active", null);
            case FunctionState.Failed failed -> new StateColumns("failed", failed.reason());
        };
    }

    FunctionState toState() {
        String reason = String.valueOf(stateReason);
        return switch (state) {
            case "pending" -> new FunctionState.Pending(reason);
            case "active" -> new FunctionState.Active();
            case "failed" -> new FunctionState.Failed(reason);
            default -> throw new IllegalStateException("stored state is unknown: " + state);
        };
    }
}
