// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.catalog;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerDefinition;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The transactions that read triggers. */
@Component
class TriggerReads {

    private final TriggerRepository triggers;

    TriggerReads(TriggerRepository triggers) {
        this.triggers = triggers;
    }

    static RefusedException unknown(String idOrName) {
        return RefusedException.notFound("There is no trigger " + idOrName + ".");
    }

    @Transactional(readOnly = true)
    TriggerDefinition get(String idOrName) {
        Optional<StoredTrigger> byId = id(idOrName).flatMap(triggers::findById);
        return byId.or(() -> triggers.findByName(idOrName))
                .map(StoredTrigger::toDefinition)
                .orElseThrow(() -> unknown(idOrName));
    }

    @Transactional(readOnly = true)
    Page<TriggerDefinition> list(@Nullable String functionName, @Nullable String type, PageRequest page) {
        String after = page.cursor() == null ? "" : page.cursor();
        List<TriggerDefinition> found =
                triggers.listAfter(after, functionName, type, Limit.of(page.limit() + 1)).stream()
                        .map(StoredTrigger::toDefinition)
                        .toList();
        if (found.size() <= page.limit()) {
            return new Page<>(found, null);
        }
        List<TriggerDefinition> items = found.subList(0, page.limit());
        return new Page<>(items, items.getLast().name());
    }

    /** Reads every trigger as of now, also from within a transaction that began earlier. */
    @Transactional(readOnly = true, propagation = Propagation.REQUIRES_NEW)
    List<TriggerDefinition> all() {
        return triggers.findAll().stream().map(StoredTrigger::toDefinition).toList();
    }

    @Transactional(readOnly = true)
    List<String> namesOf(String functionName) {
        return triggers.namesOf(functionName);
    }

    private static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
