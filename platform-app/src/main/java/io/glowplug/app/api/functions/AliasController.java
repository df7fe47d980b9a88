// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.request.Fields;
import io.glowplug.app.request.Revisions;
import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Violations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/functions/{name}/aliases")
@Tag(name = "aliases")
class AliasController {

    private final FunctionRegistry functions;
    private final InstantSource clock;

    AliasController(FunctionRegistry functions, InstantSource clock) {
        this.functions = functions;
        this.clock = clock;
    }

    /**
     * An alias as a user writes it.
     *
     * @param additionalWeights at most one more version and its share of the invocations, 0.0 to 1.0
     */
    record AliasRequest(
            @Nullable String name,
            @Nullable String version,
            @Nullable String description,
            @Nullable Map<String, Double> additionalWeights) {

        AliasRequest {
            if (additionalWeights != null) {
                Violations violations = Violations.of();
                additionalWeights.forEach((other, weight) ->
                        violations.check(weight != null, "additionalWeights." + other, "must be a number"));
                violations.refuseIfAny();
            }
        }

        FunctionAlias toAlias(String function, String alias, Instant now) {
            return new FunctionAlias(
                    function,
                    alias,
                    Fields.required("version", version),
                    Optional.ofNullable(description).orElse(""),
                    Optional.ofNullable(additionalWeights).orElse(Map.of()),
                    0,
                    now);
        }
    }

    @PostMapping
    ResponseEntity<FunctionAlias> create(@PathVariable String name, @RequestBody AliasRequest request) {
        String alias = Fields.required("name", request.name());
        FunctionAlias created = functions.createAlias(request.toAlias(name, alias, clock.instant()));
        return ResponseEntity.created(URI.create("/api/v1/functions/" + name + "/aliases/" + created.name()))
                .eTag(Revisions.etag(created.revision()))
                .body(created);
    }

    @GetMapping
    Page<FunctionAlias> list(@PathVariable String name, PageRequest page) {
        return functions.aliases(name, page);
    }

    @GetMapping("/{alias}")
    ResponseEntity<FunctionAlias> get(@PathVariable String name, @PathVariable String alias) {
        return answer(functions.getAlias(name, alias));
    }

    @PutMapping("/{alias}")
    @Operation(summary = "Replaces where the alias points")
    ResponseEntity<FunctionAlias> update(
            @PathVariable String name,
            @PathVariable String alias,
            @RequestBody AliasRequest request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        Violations.of()
                .check(request.name() == null || alias.equals(request.name()), "name", "cannot be changed")
                .refuseIfAny();
        return answer(
                functions.updateAlias(request.toAlias(name, alias, clock.instant()), Revisions.expected(ifMatch)));
    }

    @DeleteMapping("/{alias}")
    ResponseEntity<Void> delete(@PathVariable String name, @PathVariable String alias) {
        functions.deleteAlias(name, alias);
        return ResponseEntity.noContent().build();
    }

    private static ResponseEntity<FunctionAlias> answer(FunctionAlias alias) {
        return ResponseEntity.ok().eTag(Revisions.etag(alias.revision())).body(alias);
    }
}
