// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.testevents;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.glowplug.app.request.Fields;
import io.glowplug.registry.FunctionRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1/functions/{function}/test-events")
@Tag(name = "test-events", description = "Payloads kept with a function, to try it with")
class TestEventController {

    private final TestEvents events;
    private final FunctionRegistry functions;

    TestEventController(TestEvents events, FunctionRegistry functions) {
        this.events = events;
        this.functions = functions;
    }

    record TestEventRequest(@Nullable JsonNode payload) {}

    record TestEventAnswer(String name, @JsonRawValue String payload, Instant modifiedAt) {

        static TestEventAnswer of(TestEventRow row) {
            return new TestEventAnswer(row.name(), row.payload(), row.modifiedAt());
        }
    }

    record TestEventsAnswer(List<TestEventAnswer> items) {}

    @GetMapping
    @Operation(summary = "Lists the function's test events by name; there are at most 20")
    TestEventsAnswer list(@PathVariable String function) {
        return new TestEventsAnswer(events.of(functions.get(function).name()).stream()
                .map(TestEventAnswer::of)
                .toList());
    }

    @PutMapping("/{name}")
    @Operation(summary = "Keeps a payload under that name, in place of what it was")
    TestEventAnswer put(
            @PathVariable String function, @PathVariable String name, @RequestBody TestEventRequest request) {
        String payload = Fields.required("payload", request.payload()).toString();
        return TestEventAnswer.of(events.put(functions.get(function).name(), name, payload));
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Void> delete(@PathVariable String function, @PathVariable String name) {
        events.delete(function, name);
        return ResponseEntity.noContent().build();
    }
}
