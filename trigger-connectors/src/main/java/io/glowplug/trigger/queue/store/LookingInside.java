// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.queue.store;

import static io.glowplug.trigger.queue.store.QueueDatabase.time;

import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.QueueDefinition;
import io.glowplug.trigger.QueueMessage;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows what is in a queue without receiving it. */
@Component
final class LookingInside {

    private static final Set<String> STATES = Set.of("visible", "in-flight", "delayed");

    private static final String LOOK = """
            select {columns} from queue_message m
            where m.queue_id = :queue and m.sequence > :after and m.sent_at > :expired
                and case :state when 'visible' then m.visible_at <= :now
                                when 'in-flight' then m.visible_at > :now and m.receipt is not null
                                when 'delayed' then m.visible_at > :now and m.receipt is null
                                else true end
            order by m.sequence limit :limit
            """.replace("{columns}", MessageRow.COLUMNS);

    private final QueueDatabase database;
    private final QueueRows rows;
    private final InstantSource clock;

    LookingInside(QueueDatabase database, QueueRows rows, InstantSource clock) {
        this.database = database;
        this.rows = rows;
        this.clock = clock;
    }

    Page<QueueMessage> look(QueueDefinition queue, @Nullable String state, PageRequest page) {
        if (state != null && !STATES.contains(state)) {
            throw RefusedException.invalid("state", "must be visible, in-flight or delayed");
        }
        var now = clock.instant();
        List<MessageRow> found = database.jdbc()
                .sql(LOOK)
                .param("queue", queue.id())
                .param("after", after(page.cursor()))
                .param("expired", StandardMessages.expired(queue, now))
                .param("state", state == null ? "all" : state)
                .param("now", time(now))
                .param("limit", page.limit() + 1)
                .query(MessageRow::of)
                .list();
        boolean more = found.size() > page.limit();
        List<MessageRow> items = more ? found.subList(0, page.limit()) : found;
        Map<UUID, String> names = rows.names(items.stream()
                .map(MessageRow::deadLetterSource)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        return new Page<>(
                items.stream()
                        .map(row -> row.toMessage(false, names.get(row.deadLetterSource())))
                        .toList(),
                more ? Long.toString(items.getLast().sequence()) : null);
    }

    private static long after(@Nullable String cursor) {
        try {
            return cursor == null ? 0 : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw RefusedException.invalid("cursor", "must be the nextCursor of the page before");
        }
    }
}
