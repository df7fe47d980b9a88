// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.request.Revisions;
import io.glowplug.app.security.Caller;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.PublishedVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/functions/{name}/versions")
@Tag(name = "versions")
class VersionController {

    private final FunctionRegistry functions;

    VersionController(FunctionRegistry functions) {
        this.functions = functions;
    }

    record PublishRequest(@Nullable String description) {}

    /** A version, which never changes. */
    record VersionAnswer(
            String function,
            String version,
            String description,
            String runtime,
            String handler,
            int memoryMb,
            int timeoutSeconds,
            int ephemeralStorageMb,
            Map<String, @Nullable String> environment,
            String network,
            List<String> networkAllow,
            List<String> secretNames,
            List<String> layers,
            String codeSha256,
            long codeSizeBytes,
            Instant publishedAt) {

        static VersionAnswer of(PublishedVersion version, Caller caller) {
            FunctionConfiguration configuration = version.configuration();
            return new VersionAnswer(
                    version.functionName(),
                    Integer.toString(version.number()),
                    version.description(),
                    configuration.runtime().id(),
                    configuration.handler(),
                    configuration.memoryMb(),
                    configuration.timeoutSeconds(),
                    configuration.ephemeralStorageMb(),
                    FunctionAnswer.visible(configuration.environment(), caller),
                    configuration.network().mode().name().toLowerCase(Locale.ROOT),
                    configuration.network().allow(),
                    FunctionAnswer.secretNamesOf(configuration),
                    FunctionAnswer.layersOf(configuration),
                    version.code().sha256(),
                    version.code().sizeBytes(),
                    version.publishedAt());
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Freezes the function as it stands; unchanged since the last version, that one is returned")
    VersionAnswer publish(
            @PathVariable String name,
            @RequestBody(required = false) @Nullable PublishRequest request,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller) {
        String description = request == null || request.description() == null ? "" : request.description();
        return VersionAnswer.of(functions.publish(name, description, Revisions.expected(ifMatch)), caller);
    }

    @GetMapping
    Page<VersionAnswer> list(@PathVariable String name, PageRequest page, Caller caller) {
        return functions.versions(name, page).map(version -> VersionAnswer.of(version, caller));
    }

    @DeleteMapping("/{number}")
    @Operation(summary = "Removes a version that no alias points at")
    ResponseEntity<Void> delete(@PathVariable String name, @PathVariable int number) {
        functions.deleteVersion(name, number);
        return ResponseEntity.noContent().build();
    }
}
