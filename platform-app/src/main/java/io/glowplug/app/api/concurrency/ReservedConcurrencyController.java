// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.concurrency;

import io.glowplug.app.request.Fields;
import io.glowplug.registry.AccountConcurrency;
import io.glowplug.registry.FunctionConcurrency;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "concurrency")
class ReservedConcurrencyController {

    private final FunctionConcurrency concurrency;

    ReservedConcurrencyController(FunctionConcurrency concurrency) {
        this.concurrency = concurrency;
    }

    /**
     * What a function has for itself.
     *
     * @param reservedConcurrency null where it shares with others
     */
    record Reserved(@Nullable Integer reservedConcurrency) {}

    @GetMapping("/concurrency")
    @Operation(summary = "Returns what all functions together may use")
    AccountConcurrency account() {
        return concurrency.account();
    }

    @GetMapping("/functions/{name}/concurrency")
    Reserved get(@PathVariable String name) {
        return new Reserved(concurrency.reserved(name));
    }

    @PutMapping("/functions/{name}/concurrency")
    @Operation(summary = "Reserves concurrency for a function, which is also its limit; 0 stops it")
    Reserved put(@PathVariable String name, @RequestBody Reserved wanted) {
        int executions = Fields.required("reservedConcurrency", wanted.reservedConcurrency());
        concurrency.reserve(name, executions);
        return new Reserved(executions);
    }

    @DeleteMapping("/functions/{name}/concurrency")
    @Operation(summary = "Lets the function share with others again")
    ResponseEntity<Void> delete(@PathVariable String name) {
        concurrency.unreserve(name);
        return ResponseEntity.noContent().build();
    }
}
