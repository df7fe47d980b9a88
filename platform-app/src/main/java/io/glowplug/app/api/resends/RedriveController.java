// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.resends;

import io.glowplug.app.request.Fields;
import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.Resends;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/redrives")
@Tag(
        name = "redrives",
        description = "Many dead letters being sent again; POST /api/v1/dead-letters/redrive starts one")
class RedriveController {

    private final Resends resends;

    RedriveController(Resends resends) {
        this.resends = resends;
    }

    @GetMapping
    @Operation(summary = "Lists redrives, newest first")
    Page<ResendAnswer> list(PageRequest page) {
        return resends.list(Kind.REDRIVE, page).map(ResendAnswer::of);
    }

    @GetMapping("/{id}")
    ResendAnswer get(@PathVariable String id) {
        return resends.find(Kind.REDRIVE, Fields.id("redrive", id))
                .map(ResendAnswer::of)
                .orElseThrow(() -> RefusedException.notFound("there is no redrive " + id));
    }

    @PostMapping("/{id}/stop")
    @Operation(summary = "Sends nothing more; what was sent is not taken back")
    ResendAnswer stop(@PathVariable String id) {
        return ResendAnswer.of(resends.stop(Kind.REDRIVE, Fields.id("redrive", id)));
    }
}
