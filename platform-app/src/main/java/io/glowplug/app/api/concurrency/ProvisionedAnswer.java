// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.concurrency;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.ProvisionedConcurrency.Wanted;
import io.glowplug.registry.ProvisionedSetting;
import io.glowplug.runtime.ProvisionedStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many environments are to be kept warm, and how many there are on the node that answers.
 *
 * @param allocated of those asked for, how many were begun
 * @param available of those asked for, how many are initialised
 * @param status {@code READY}, {@code IN_PROGRESS} or {@code FAILED}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProvisionedAnswer(
        String qualifier,
        int provisionedConcurrency,
        int allocated,
        int available,
        String status,
        @Nullable String statusReason,
        Instant modifiedAt) {

    private static final String NOTHING_TO_PROVISION =
            "The qualifier leads to $LATEST, of which no environments can be kept warm.";

    static ProvisionedAnswer of(ProvisionedSetting setting, List<Wanted> wanted, ProvisionedStatus status) {
        int allocated = 0;
        int available = 0;
        for (Wanted one : wanted) {
            ProvisionedStatus.Allocation there = status.allocation(one.version());
            allocated += Math.min(there.allocated(), one.environments());
            available += Math.min(there.available(), one.environments());
        }
        boolean ready = available >= setting.environments();
        return new ProvisionedAnswer(
                setting.qualifier(),
                setting.environments(),
                allocated,
                available,
                wanted.isEmpty() ? "FAILED" : ready ? "READY" : "IN_PROGRESS",
                wanted.isEmpty() ? NOTHING_TO_PROVISION : null,
                setting.modifiedAt());
    }
}
