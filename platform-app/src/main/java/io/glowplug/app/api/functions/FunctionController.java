// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.functions;

import io.glowplug.app.api.destinations.OwnedDestinations;
import io.glowplug.app.api.testevents.TestEvents;
import io.glowplug.app.request.Revisions;
import io.glowplug.app.security.Caller;
import io.glowplug.dispatch.DestinationOwner;
import io.glowplug.dispatch.DestinationPair;
import io.glowplug.dispatch.EventExpressions;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/functions")
@Tag(name = "functions")
class FunctionController {

    private final FunctionRegistry functions;
    private final OwnedDestinations destinations;
    private final EventExpressions expressions;
    private final TestEvents testEvents;

    FunctionController(
            FunctionRegistry functions,
            OwnedDestinations destinations,
            EventExpressions expressions,
            TestEvents testEvents) {
        this.functions = functions;
        this.destinations = destinations;
        this.expressions = expressions;
        this.testEvents = testEvents;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Creates a function; it can be invoked once its state is Active")
    ResponseEntity<FunctionAnswer> create(@RequestBody FunctionRequest function, Caller caller) {
        return create(function, null, caller);
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Creates a function from a zip archive", description = "Parts: function (JSON), code (zip).")
    ResponseEntity<FunctionAnswer> upload(
            @RequestPart("function") FunctionRequest function, @RequestPart("code") MultipartFile code, Caller caller)
            throws IOException {
        return create(function, new CodeUpload.Zip(code.getBytes()), caller);
    }

    private ResponseEntity<FunctionAnswer> create(
            FunctionRequest request, @Nullable CodeUpload uploaded, Caller caller) {
        NewFunction wanted = request.toNewFunction(uploaded, expressions);
        FunctionDetails function = destinations.writeFunction(() -> functions.create(wanted), request.destinations());
        return ResponseEntity.created(URI.create("/api/v1/functions/" + function.name()))
                .eTag(Revisions.etag(function.revision()))
                .body(FunctionAnswer.of(function, destinations.of(function), caller));
    }

    @GetMapping
    Page<FunctionAnswer> list(PageRequest page, Caller caller) {
        Page<FunctionDetails> listed = functions.list(page);
        Map<DestinationOwner, DestinationPair> pairs = destinations.ofFunctions(listed.items());
        return listed.map(function -> FunctionAnswer.of(
                function,
                pairs.getOrDefault(new DestinationOwner.OfFunction(function.name()), DestinationPair.NONE),
                caller));
    }

    @GetMapping("/{name}")
    ResponseEntity<FunctionAnswer> get(@PathVariable String name, Caller caller) {
        return answer(functions.get(name), caller);
    }

    @PutMapping("/{name}")
    @Operation(
            summary = "Changes the configuration",
            description = "Fields that are left out or null stay as they are.")
    ResponseEntity<FunctionAnswer> update(
            @PathVariable String name,
            @RequestBody FunctionRequest change,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            Caller caller) {
        FunctionDetails current = functions.get(name);
        FunctionChange wanted = change.toChange(current, expressions);
        Long expected = Revisions.expected(ifMatch);
        return answer(
                destinations.writeFunction(() -> functions.update(name, wanted, expected), change.destinations()),
                caller);
    }

    @DeleteMapping("/{name}")
    @Operation(summary = "Removes the function with its versions and aliases")
    ResponseEntity<Void> delete(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        functions.delete(name, Revisions.expected(ifMatch));
        testEvents.deleteOf(name);
        return ResponseEntity.noContent().build();
    }

    private ResponseEntity<FunctionAnswer> answer(FunctionDetails function, Caller caller) {
        return ResponseEntity.ok()
                .eTag(Revisions.etag(function.revision()))
                .body(FunctionAnswer.of(function, destinations.of(function), caller));
    }
}
