// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.payload;

import io.glowplug.dispatch.partition.RetentionStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Removes the files that no row names any more. Any number of nodes may do it at once. */
public final class PayloadSweep implements RetentionStep {

    private static final Logger LOG = LoggerFactory.getLogger(PayloadSweep.class);
    private static final int BATCH = 500;

    private static final String NAMED = """
            select sha256 from unnest(:files) as file (sha256)
            where exists (select from event e
                    where octet_length(e.payload) = 85 and payload_file(e.payload) = file.sha256)
                or exists (select from dead_letter d
                    where octet_length(d.payload) = 85 and payload_file(d.payload) = file.sha256)
                or exists (select from invocation i
                    where octet_length(i.payload) = 85 and payload_file(i.payload) = file.sha256)
            """;

    private final JdbcClient jdbc;
    private final Payloads payloads;
    private final Duration grace;

    /**
     * Makes a sweep.
     *
     * @param grace how old a file without a row has to be: longer than any transaction takes, by far
     */
    public PayloadSweep(JdbcClient jdbc, Payloads payloads, Duration grace) {
        this.jdbc = jdbc;
        this.payloads = payloads;
        this.grace = grace;
    }

    @Override
    public void enforce(Instant now) {
        PayloadFiles files = payloads.files();
        if (files == null) {
            return;
        }
        Instant olderThan = now.minus(grace);
        try {
            int removed = 0;
            List<String> old = files.olderThan(olderThan);
            for (int from = 0; from < old.size(); from += BATCH) {
                removed += sweep(files, old.subList(from, Math.min(old.size(), from + BATCH)), olderThan);
            }
            if (removed > 0) {
                LOG.info("Removed {} files of payloads that no event needs any more", removed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks once more after they were set aside: somebody may have begun to need one in between. */
    private int sweep(PayloadFiles files, List<String> candidates, Instant olderThan) throws IOException {
        Set<String> unnamed = new HashSet<>(candidates);
        unnamed.removeAll(named(unnamed));
        Set<String> aside = new HashSet<>();
        for (String file : unnamed) {
            if (files.setAside(file, olderThan)) {
                aside.add(file);
            }
        }
        Set<String> needed = named(aside);
        for (String file : aside) {
            if (needed.contains(file)) {
                files.putBack(file);
            } else {
                files.removeAside(file);
            }
        }
        return aside.size() - needed.size();
    }

    private Set<String> named(Set<String> files) {
        return files.isEmpty()
                ? Set.of()
                : jdbc.sql(NAMED)
                        .param("files", files.toArray(String[]::new))
                        .query(String.class)
                        .set();
    }
}
