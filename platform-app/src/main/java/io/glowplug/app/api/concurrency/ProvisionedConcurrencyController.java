// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.concurrency;

import io.glowplug.app.request.Fields;
import io.glowplug.registry.FunctionConcurrency;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.ProvisionedSetting;
import io.glowplug.runtime.ProvisionedStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/functions/{name}/provisioned-concurrency")
@Tag(name = "concurrency")
class ProvisionedConcurrencyController {

    private final FunctionConcurrency concurrency;
    private final ProvisionedStatus status;

    ProvisionedConcurrencyController(FunctionConcurrency concurrency, ProvisionedStatus status) {
        this.concurrency = concurrency;
        this.status = status;
    }

    record ProvisionRequest(@Nullable Integer provisionedConcurrency) {}

    @PutMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Asks for environments of a version or an alias to be kept warm")
    ProvisionedAnswer put(
            @PathVariable String name, @RequestParam String qualifier, @RequestBody ProvisionRequest request) {
        int environments = Fields.required("provisionedConcurrency", request.provisionedConcurrency());
        return answer(concurrency.provision(name, qualifier, environments));
    }

    @GetMapping(params = "qualifier")
    ProvisionedAnswer get(@PathVariable String name, @RequestParam String qualifier) {
        return answer(concurrency.provisioned(name, qualifier));
    }

    @GetMapping(params = "!qualifier")
    Page<ProvisionedAnswer> list(@PathVariable String name, PageRequest page) {
        return concurrency.provisioned(name, page).map(this::answer);
    }

    @DeleteMapping
    ResponseEntity<Void> delete(@PathVariable String name, @RequestParam String qualifier) {
        concurrency.unprovision(name, qualifier);
        return ResponseEntity.noContent().build();
    }

    private ProvisionedAnswer answer(ProvisionedSetting setting) {
        return ProvisionedAnswer.of(setting, concurrency.wantedBy(setting), status);
    }
}
