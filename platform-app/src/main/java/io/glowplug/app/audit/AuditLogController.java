// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.audit;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/audit-log")
@Tag(name = "audit-log", description = "Every change, newest first; administrators only")
class AuditLogController {

    private final AuditLogStore store;

    AuditLogController(AuditLogStore store) {
        this.store = store;
    }

    @GetMapping
    Page<AuditEntry> list(
            @RequestParam(required = false) @Nullable String accessKeyId,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            PageRequest page) {
        return store.list(accessKeyId, from, to, page);
    }
}
