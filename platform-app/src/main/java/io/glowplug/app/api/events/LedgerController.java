// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.LedgerBalance;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/ledger")
@Tag(name = "ledger")
class LedgerController {

    private final Ledger ledger;

    LedgerController(Ledger ledger) {
        this.ledger = ledger;
    }

    record LedgerAnswer(List<BalanceAnswer> items) {}

    /**
     * The counts of one function and trigger: accepted = succeeded + deadLettered + expired + cancelled + inFlight +
     * waiting.
     *
     * @param trigger id of the trigger, left out for calls by name
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BalanceAnswer(
            String function,
            @Nullable UUID trigger,
            long accepted,
            long succeeded,
            long deadLettered,
            long expired,
            long cancelled,
            long inFlight,
            long waiting,
            long filtered) {

        static BalanceAnswer of(LedgerBalance balance) {
            return new BalanceAnswer(
                    balance.functionName(),
                    balance.triggerId(),
                    balance.accepted(),
                    balance.succeeded(),
                    balance.deadLettered(),
                    balance.expired(),
                    balance.cancelled(),
                    balance.inFlight(),
                    balance.waiting(),
                    balance.filtered());
        }
    }

    @GetMapping
    @Operation(summary = "Returns where every accepted event stands, all at one instant")
    LedgerAnswer balances() {
        return new LedgerAnswer(
                ledger.balances().stream().map(BalanceAnswer::of).toList());
    }
}
