// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.api.destinations.OwnedDestinations;
import io.glowplug.app.request.CodeRequest;
import io.glowplug.app.request.Revisions;
import io.glowplug.app.security.Caller;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.FunctionVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/functions/{name}/code")
@Tag(name = "functions")
class FunctionCodeController {

    private static final String ZIP = "application/zip";

    private final FunctionRegistry functions;
    private final OwnedDestinations destinations;

    FunctionCodeController(FunctionRegistry functions, OwnedDestinations destinations) {
        this.functions = functions;
        this.destinations = destinations;
    }

    @GetMapping(produces = ZIP)
    @Operation(summary = "Returns the code of the version as a zip archive")
    byte[] get(@PathVariable String name, @RequestParam(defaultValue = FunctionVersion.LATEST) String version) {
        return functions.codeArchive(name, version);
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Replaces the code; the old code serves until the new one is unpacked")
    ResponseEntity<FunctionAnswer> replace(
            @PathVariable String name,
            @RequestBody CodeRequest code,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller) {
        return replace(name, code.toUpload(), ifMatch, caller);
    }

    @PutMapping(consumes = ZIP)
    @Operation(summary = "Replaces the code by a zip archive")
    ResponseEntity<FunctionAnswer> replaceByZip(
            @PathVariable String name,
            @RequestBody byte[] archive,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller) {
        return replace(name, new CodeUpload.Zip(archive), ifMatch, caller);
    }

    private ResponseEntity<FunctionAnswer> replace(
            String name, CodeUpload code, @Nullable String ifMatch, Caller caller) {
        FunctionDetails function = functions.updateCode(name, code, Revisions.expected(ifMatch));
        return ResponseEntity.ok()
                .eTag(Revisions.etag(function.revision()))
                .body(FunctionAnswer.of(function, destinations.of(function), caller));
    }
}
