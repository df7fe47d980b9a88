// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.logs;

import io.glowplug.dispatch.FunctionLogs;
import io.glowplug.dispatch.FunctionLogs.LogQuery;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/api/v1/logs")
@Tag(name = "logs", description = "What functions wrote")
class LogController {

    private final FunctionLogs logs;
    private final LogTails tails;

    LogController(FunctionLogs logs, LogTails tails) {
        this.logs = logs;
        this.tails = tails;
    }

    @GetMapping
    @Operation(summary = "Searches stored lines, oldest first")
    Page<LogLineAnswer> search(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable UUID invocation,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            PageRequest page) {
        return logs.search(new LogQuery(function, invocation, text, from, to), page)
                .map(LogLineAnswer::of);
    }

    @GetMapping(path = "/tail", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(summary = "Follows new lines as server-sent events named \"line\"")
    SseEmitter tail(
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable UUID invocation,
            @RequestParam(required = false) @Nullable String text) {
        return tails.open(new LogQuery(function, invocation, text, null, null));
    }
}
