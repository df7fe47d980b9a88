// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.app.api.triggers.TriggerIds;
import io.glowplug.dispatch.IdempotencyKeyQuery;
import io.glowplug.dispatch.IdempotencyKeys;
import io.glowplug.dispatch.IdempotencyKeys.IdempotencyKey;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/idempotency-keys")
@Tag(name = "idempotency-keys")
class IdempotencyKeyController {

    private final IdempotencyKeys keys;
    private final TriggerIds triggerIds;

    IdempotencyKeyController(IdempotencyKeys keys, TriggerIds triggerIds) {
        this.keys = keys;
        this.triggerIds = triggerIds;
    }

    /**
     * One key of one function.
     *
     * @param trigger the trigger whose events have such keys, left out for a key that a caller chose
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IdempotencyKeyAnswer(
            String function,
            @Nullable UUID trigger,
            String key,
            boolean completed,
            UUID invocationId,
            Instant createdAt,
            Instant expiresAt) {

        static IdempotencyKeyAnswer of(IdempotencyKey key) {
            return new IdempotencyKeyAnswer(
                    key.functionName(),
                    key.triggerId(),
                    key.key(),
                    key.completed(),
                    key.invocationId(),
                    key.createdAt(),
                    key.expiresAt());
        }
    }

    @GetMapping
    @Operation(summary = "Lists idempotency keys by function and key")
    Page<IdempotencyKeyAnswer> list(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable Boolean completed,
            @RequestParam(required = false) @Nullable String prefix,
            PageRequest page) {
        IdempotencyKeyQuery query = new IdempotencyKeyQuery(function, triggerIds.find(trigger), completed, prefix);
        return keys.list(query, page).map(IdempotencyKeyAnswer::of);
    }

    @DeleteMapping
    @Operation(summary = "Forgets a key, so that the next call or event with it runs")
    ResponseEntity<Void> revoke(
            @RequestParam String function,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam String key) {
        if (!keys.revoke(function, triggerIds.find(trigger), key)) {
            throw RefusedException.notFound("the function " + function + " has no such idempotency key");
        }
        return ResponseEntity.noContent().build();
    }
}
