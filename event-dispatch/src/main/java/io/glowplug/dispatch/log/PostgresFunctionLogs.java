// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.log;

import io.glowplug.dispatch.FunctionLogs;
import io.glowplug.dispatch.search.Cursors;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.LogLine;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Function logs in PostgreSQL. */
public class PostgresFunctionLogs implements FunctionLogs {

    private final LogLineStore store;
    private final LogProperties properties;
    private final InstantSource time;

    public PostgresFunctionLogs(JdbcClient jdbc, LogProperties properties, InstantSource time) {
        this.store = new LogLineStore(jdbc);
        this.properties = properties;
        this.time = time;
    }

    @Override
    public Page<LogLine> search(LogQuery query, PageRequest page) {
        List<IdentifiedLine> rows = store.search(query, Cursors.id(page.cursor()), page.limit() + 1);
        return Cursors.page(rows, page.limit(), last -> last.id().toString()).map(IdentifiedLine::line);
    }

    @Override
    public Tail tail(LogQuery query, Consumer<LogLine> consumer) {
        if (query.to() != null) {
            throw RefusedException.invalid("to", "must be left out of a tail, which has no end");
        }
        LogTail tail = new LogTail(store, query, consumer, time);
        tail.start(properties.pollEvery());
        return tail;
    }
}
