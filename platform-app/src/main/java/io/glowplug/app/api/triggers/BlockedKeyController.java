// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.triggers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.glowplug.dispatch.BlockedKey;
import io.glowplug.dispatch.BlockedKeys;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.Triggers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Ordering keys of a trigger that stand still. */
@RestController
@RequestMapping("/api/v1/triggers/{trigger}/blocked-keys")
@Tag(name = "triggers")
class BlockedKeyController {

    private final Triggers triggers;
    private final BlockedKeys blockedKeys;

    BlockedKeyController(Triggers triggers, BlockedKeys blockedKeys) {
        this.triggers = triggers;
        this.blockedKeys = blockedKeys;
    }

    /**
     * A key that stands still.
     *
     * @param reason why the dead letter that stopped it is one; left out if it was purged
     * @param redriven whether that dead letter was sent again since, out of order
     * @param waiting how many invocations wait behind it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BlockedKeyAnswer(
            String key,
            UUID deadLetter,
            @Nullable String reason,
            @Nullable String errorType,
            @Nullable String errorMessage,
            boolean redriven,
            Instant since,
            long waiting) {

        static BlockedKeyAnswer of(BlockedKey key) {
            return new BlockedKeyAnswer(
                    key.key(),
                    key.deadLetterId(),
                    key.reason() == null
                            ? null
                            : key.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    key.errorType(),
                    key.errorMessage(),
                    key.redriven(),
                    key.since(),
                    key.waiting());
        }
    }

    /**
     * What to let go on.
     *
     * @param key one key, or null with {@code all}
     * @param all whether all keys of the trigger
     * @param redrive whether the dead letter that stopped a key runs again first, as its head
     */
    record ReleaseRequest(
            @Nullable String key,
            @Nullable Boolean all,
            @Nullable Boolean redrive) {}

    /** How many keys go on. */
    record ReleaseAnswer(long released) {}

    @GetMapping
    @Operation(
            summary = "Lists the ordering keys that stand still",
            description = "Each with the dead letter that stopped it, since when, and how many events wait behind it.")
    Page<BlockedKeyAnswer> list(@PathVariable String trigger, PageRequest page) {
        return blockedKeys.list(idOf(trigger), page).map(BlockedKeyAnswer::of);
    }

    @PostMapping("/release")
    @Operation(
            summary = "Lets one key go on, or all",
            description = "With redrive, the dead letter that stopped the key is sent again first, as the head of its"
                    + " key; of all keys, those whose dead letter cannot be sent again are left as they are.")
    ReleaseAnswer release(@PathVariable String trigger, @RequestBody ReleaseRequest request) {
        boolean all = Boolean.TRUE.equals(request.all());
        boolean redrive = Boolean.TRUE.equals(request.redrive());
        if (all == (request.key() != null)) {
            throw RefusedException.invalid("key", "must be given, or else all");
        }
        if (request.key() == null) {
            return new ReleaseAnswer(blockedKeys.releaseAll(idOf(trigger), redrive));
        }
        blockedKeys.release(idOf(trigger), request.key(), redrive);
        return new ReleaseAnswer(1);
    }

    private UUID idOf(String idOrName) {
        return triggers.get(idOrName).id();
    }
}
