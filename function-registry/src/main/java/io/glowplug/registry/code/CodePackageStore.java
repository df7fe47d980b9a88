// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of archives. Takes part in the caller's transaction. */
@Component
class CodePackageStore {

    private static final String SAVE = """
            insert into code_package (sha256, size_bytes, unzipped_bytes, archive, stored_at)
            values (:sha256, :sizeBytes, :unzippedBytes, :archive, :now)
            on conflict (sha256) do update set unused_since = null
            """;
    private static final String KEEP = "update code_package set unused_since = null where sha256 = :sha256";
    private static final String ARCHIVE = "select archive from code_package where sha256 = :sha256";
    private static final String KNOWN = "select sha256 from code_package";
    private static final String EXISTS = "select exists (select from code_package where sha256 = :sha256)";

    /** One node collects at a time; the others skip their turn. The number is the lock's name. */
    private static final String BECOME_COLLECTOR = "select pg_try_advisory_xact_lock(7026930184513)";

    private static final String MARK_USED =
            "update code_package set unused_since = null where unused_since is not null and sha256 = any(:inUse)";
    private static final String MARK_UNUSED =
            "update code_package set unused_since = :now where unused_since is null and sha256 <> all(:inUse)";
    private static final String DELETE_UNUSED = """
            delete from code_package
            where unused_since <= :cutoff and sha256 <> all(:inUse)
            """;

    private final JdbcClient jdbc;

    CodePackageStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Stores code, or keeps the collector off it if it is stored already; the row is locked until the commit. */
    void save(CheckedCode checked, Instant now) {
        if (jdbc.sql(KEEP).param("sha256", checked.code().sha256()).update() == 0) {
            jdbc.sql(SAVE)
                    .param("sha256", checked.code().sha256())
                    .param("sizeBytes", checked.code().sizeBytes())
                    .param("unzippedBytes", checked.code().unzippedBytes())
                    .param("archive", checked.archive())
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }

    /** Keeps the collector off stored code until the commit; returns whether it is stored. */
    boolean keep(String sha256) {
        return jdbc.sql(KEEP).param("sha256", sha256).update() == 1;
    }

    Optional<byte[]> archive(String sha256) {
        return jdbc.sql(ARCHIVE).param("sha256", sha256).query(byte[].class).optional();
    }

    boolean exists(String sha256) {
        return jdbc.sql(EXISTS).param("sha256", sha256).query(Boolean.class).single();
    }

    Set<String> known() {
        return new HashSet<>(jdbc.sql(KNOWN).query(String.class).list());
    }

    boolean becomeCollector() {
        return jdbc.sql(BECOME_COLLECTOR).query(Boolean.class).single();
    }

    /** Notes since when each package is unused and deletes those unused since {@code cutoff}; returns how many. */
    int deleteUnused(Collection<String> inUse, Instant now, Instant cutoff) {
        String[] used = inUse.toArray(String[]::new);
        jdbc.sql(MARK_USED).param("inUse", used).update();
        jdbc.sql(MARK_UNUSED)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("inUse", used)
                .update();
        return jdbc.sql(DELETE_UNUSED)
                .param("cutoff", cutoff.atOffset(ZoneOffset.UTC))
                .param("inUse", used)
                .update();
    }
}
