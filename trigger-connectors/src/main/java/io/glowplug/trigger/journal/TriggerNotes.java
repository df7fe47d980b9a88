// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.journal;

import com.github.f4b6a3.uuid.UuidCreator;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.TriggerNote;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The time lines of triggers. */
@Component
public class TriggerNotes {

    /** How many notes of a trigger are kept; of the oldest, some more may be. */
    static final int KEPT = 1000;

    private static final int PRUNED_EVERY = 64;

    private static final String APPEND = """
            insert into trigger_note (id, trigger_id, noted_at, what, detail)
            select :id, id, :at, :what, :detail from trigger where id = :trigger
            """;
    private static final String LIST = """
            select id, noted_at, what, detail from trigger_note
            where trigger_id = :trigger and id < :before order by id desc limit :limit
            """;
    private static final String PRUNE = """
            delete from trigger_note where trigger_id = :trigger and id <= (
                select id from trigger_note where trigger_id = :trigger order by id desc offset :kept limit 1)
            """;
    private static final UUID AFTER_ALL = new UUID(-1, -1);

    private final JdbcClient jdbc;
    private final InstantSource time;

    public TriggerNotes(JdbcClient jdbc, InstantSource time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    private record StoredNote(UUID id, TriggerNote note) {}

    /** Adds a note; without effect when the trigger is gone. Within a transaction it is part of it. */
    public void append(UUID triggerId, String what, String detail) {
        UUID id = UuidCreator.getTimeOrderedEpochPlus1();
        jdbc.sql(APPEND)
                .param("id", id)
                .param("trigger", triggerId)
                .param("at", OffsetDateTime.ofInstant(time.instant(), ZoneOffset.UTC))
                .param("what", what)
                .param("detail", detail)
                .update();
        if (Long.remainderUnsigned(id.getLeastSignificantBits(), PRUNED_EVERY) == 0) {
            jdbc.sql(PRUNE).param("trigger", triggerId).param("kept", KEPT).update();
        }
    }

    /** Returns a trigger's notes, newest first. */
    public Page<TriggerNote> list(UUID triggerId, PageRequest page) {
        List<StoredNote> found = jdbc.sql(LIST)
                .param("trigger", triggerId)
                .param("before", before(page.cursor()))
                .param("limit", page.limit() + 1)
                .query((row, number) -> new StoredNote(
                        row.getObject("id", UUID.class),
                        new TriggerNote(
                                row.getObject("noted_at", OffsetDateTime.class).toInstant(),
                                row.getString("what"),
                                row.getString("detail"))))
                .list();
        boolean more = found.size() > page.limit();
        List<StoredNote> items = more ? found.subList(0, page.limit()) : found;
        String cursor = more ? items.getLast().id().toString() : null;
        return new Page<>(items.stream().map(StoredNote::note).toList(), cursor);
    }

    private static UUID before(@Nullable String cursor) {
        try {
            return cursor == null ? AFTER_ALL : UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("cursor", "must be one that a list gave out");
        }
    }
}
