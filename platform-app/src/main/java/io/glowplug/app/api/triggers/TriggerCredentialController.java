// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.trigger.TriggerCredentials;
import io.glowplug.trigger.TriggerCredentials.Issued;
import io.glowplug.trigger.TriggerCredentials.Kind;
import io.glowplug.trigger.TriggerCredentials.TriggerCredential;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API keys of http triggers and signing secrets of webhook triggers. */
@RestController
@RequestMapping("/api/v1/triggers/{trigger}")
@Tag(name = "triggers")
class TriggerCredentialController {

    private final Triggers triggers;
    private final TriggerCredentials credentials;

    TriggerCredentialController(Triggers triggers, TriggerCredentials credentials) {
        this.triggers = triggers;
        this.credentials = credentials;
    }

    /**
     * A new API key.
     *
     * @param name for people
     * @param expiresAt when it ends, or null for never
     */
    record ApiKeyRequest(@Nullable String name, @Nullable Instant expiresAt) {}

    /**
     * A new signing secret.
     *
     * @param name for people; made up if left out
     * @param secret what the sender signs with, or null to have one made for it
     * @param expiresAt when it ends, or null for never
     */
    record SecretRequest(
            @Nullable String name,
            @Nullable String secret,
            @Nullable Instant expiresAt) {

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "SecretRequest[" + name + "]";
        }
    }

    /**
     * When a credential ends.
     *
     * @param expiresAt null for never
     */
    record ExpiryRequest(@Nullable Instant expiresAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CredentialAnswer(
            UUID id,
            String name,
            Instant createdAt,
            @Nullable Instant expiresAt) {

        static CredentialAnswer of(TriggerCredential credential) {
            return new CredentialAnswer(
                    credential.id(), credential.name(), credential.createdAt(), credential.expiresAt());
        }
    }

    record CredentialsAnswer(List<CredentialAnswer> items) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NewApiKeyAnswer(
            UUID id,
            String name,
            String key,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record NewSecretAnswer(
            UUID id,
            String name,
            @Nullable String secret,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    @PostMapping("/api-keys")
    @Operation(
            summary = "Makes an API key for callers of the trigger",
            description = "The key is told this once; the platform keeps a hash of it.")
    ResponseEntity<NewApiKeyAnswer> addKey(@PathVariable String trigger, @RequestBody ApiKeyRequest request) {
        UUID id = idOf(trigger);
        if (request.name() == null) {
            throw RefusedException.invalid("name", "must be given");
        }
        Issued issued = credentials.add(id, Kind.API_KEY, request.name(), null, request.expiresAt());
        TriggerCredential key = issued.credential();
        return ResponseEntity.created(URI.create("/api/v1/triggers/" + id + "/api-keys/" + key.id()))
                .body(new NewApiKeyAnswer(
                        key.id(), key.name(), issued.secret().value(), key.createdAt(), key.expiresAt()));
    }

    @GetMapping("/api-keys")
    CredentialsAnswer keys(@PathVariable String trigger) {
        return list(trigger, Kind.API_KEY);
    }

    @PutMapping("/api-keys/{id}")
    @Operation(summary = "Says when an API key ends")
    CredentialAnswer expireKey(
            @PathVariable String trigger, @PathVariable UUID id, @RequestBody ExpiryRequest request) {
        return CredentialAnswer.of(credentials.expire(idOf(trigger), Kind.API_KEY, id, request.expiresAt()));
    }

    @DeleteMapping("/api-keys/{id}")
    ResponseEntity<Void> removeKey(@PathVariable String trigger, @PathVariable UUID id) {
        credentials.remove(idOf(trigger), Kind.API_KEY, id);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/secrets")
    @Operation(
            summary = "Gives the trigger a secret that its sender signs with",
            description = "Two can be valid at the same time, so that one can follow the other. It is stored encrypted"
                    + " and never told again; one that the platform makes is told this once.")
    ResponseEntity<NewSecretAnswer> addSecret(@PathVariable String trigger, @RequestBody SecretRequest request) {
        UUID id = idOf(trigger);
        SecretText given = request.secret() == null ? null : new SecretText(request.secret());
        String name = request.name() == null
                ? "secret-" + UUID.randomUUID().toString().substring(0, 8)
                : request.name();
        Issued issued = credentials.add(id, Kind.SIGNING_SECRET, name, given, request.expiresAt());
        TriggerCredential secret = issued.credential();
        return ResponseEntity.created(URI.create("/api/v1/triggers/" + id + "/secrets/" + secret.id()))
                .body(new NewSecretAnswer(
                        secret.id(),
                        secret.name(),
                        given == null ? issued.secret().value() : null,
                        secret.createdAt(),
                        secret.expiresAt()));
    }

    @GetMapping("/secrets")
    CredentialsAnswer secrets(@PathVariable String trigger) {
        return list(trigger, Kind.SIGNING_SECRET);
    }

    @PutMapping("/secrets/{id}")
    @Operation(summary = "Says when a signing secret ends", description = "So that its follower takes over.")
    CredentialAnswer expireSecret(
            @PathVariable String trigger, @PathVariable UUID id, @RequestBody ExpiryRequest request) {
        return CredentialAnswer.of(credentials.expire(idOf(trigger), Kind.SIGNING_SECRET, id, request.expiresAt()));
    }

    @DeleteMapping("/secrets/{id}")
    ResponseEntity<Void> removeSecret(@PathVariable String trigger, @PathVariable UUID id) {
        credentials.remove(idOf(trigger), Kind.SIGNING_SECRET, id);
        return ResponseEntity.noContent().build();
    }

    private CredentialsAnswer list(String trigger, Kind kind) {
        return new CredentialsAnswer(credentials.list(idOf(trigger), kind).stream()
                .map(CredentialAnswer::of)
                .toList());
    }

    private UUID idOf(String idOrName) {
        return triggers.get(idOrName).id();
    }
}
