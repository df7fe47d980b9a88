// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.deadletters;

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

    IdempotencyKeyController(IdempotencyKeys keys) {
        this.keys = keys;
    }

    /** One key of one function. */
    record IdempotencyKeyAnswer(
            String function, String key, boolean completed, UUID invocationId, Instant createdAt, Instant expiresAt) {

        static IdempotencyKeyAnswer of(IdempotencyKey key) {
            return new IdempotencyKeyAnswer(
                    key.functionName(),
                    key.key(),
                    key.completed(),
                    key.invocationId(),
                    key.createdAt(),
                    key.expiresAt());
        }
    }

    @GetMapping
    Page<IdempotencyKeyAnswer> list(@RequestParam(required = false) @Nullable String function, PageRequest page) {
        return keys.list(function, page).map(IdempotencyKeyAnswer::of);
    }

    @DeleteMapping
    @Operation(summary = "Forgets a key, so that the next call with it runs")
    ResponseEntity<Void> revoke(@RequestParam String function, @RequestParam String key) {
        if (!keys.revoke(function, key)) {
            throw RefusedException.notFound("the function " + function + " has no such idempotency key");
        }
        return ResponseEntity.noContent().build();
    }
}
