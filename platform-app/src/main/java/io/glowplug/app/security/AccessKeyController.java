// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Violations;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/access-keys")
@Tag(name = "access-keys", description = "Who may use the platform; administrators only")
class AccessKeyController {

    private final AccessKeys keys;

    AccessKeyController(AccessKeys keys) {
        this.keys = keys;
    }

    record NewAccessKey(@Nullable String role, @Nullable String description) {}

    /**
     * An access key.
     *
     * @param secretAccessKey only in the answer to its creation
     */
    record AccessKeyAnswer(
            String id,
            String role,
            String description,
            boolean enabled,
            Instant createdAt,
            String createdBy,
            @Nullable String secretAccessKey) {

        static AccessKeyAnswer of(AccessKey key, @Nullable String secret) {
            return new AccessKeyAnswer(
                    key.id(),
                    key.role().label(),
                    key.description(),
                    key.enabled(),
                    key.createdAt(),
                    key.createdBy(),
                    secret);
        }
    }

    @PostMapping
    ResponseEntity<AccessKeyAnswer> create(@RequestBody NewAccessKey wanted, Caller caller) {
        String role = wanted.role();
        Violations.of().check(role != null, "role", "must be given").refuseIfAny();
        AccessKeys.Issued issued = keys.create(
                Role.ofLabel(String.valueOf(role)),
                wanted.description() == null ? "" : wanted.description(),
                caller.accessKeyId());
        return ResponseEntity.created(
                        URI.create("/api/v1/access-keys/" + issued.key().id()))
                .body(AccessKeyAnswer.of(issued.key(), issued.secret()));
    }

    @GetMapping
    Page<AccessKeyAnswer> list(PageRequest page) {
        return keys.list(page).map(key -> AccessKeyAnswer.of(key, null));
    }

    @GetMapping("/{id}")
    AccessKeyAnswer get(@PathVariable String id) {
        return AccessKeyAnswer.of(keys.get(id), null);
    }

    /** Ends all use of the key, and of the tokens made from it, within seconds on every node. */
    @PostMapping("/{id}/disable")
    AccessKeyAnswer disable(@PathVariable String id) {
        return AccessKeyAnswer.of(keys.disable(id), null);
    }

    @PostMapping("/{id}/enable")
    AccessKeyAnswer enable(@PathVariable String id) {
        return AccessKeyAnswer.of(keys.enable(id), null);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(@PathVariable String id) {
        keys.delete(id);
        return ResponseEntity.noContent().build();
    }
}
