// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The sessions of the console, which every node knows. A session lasts as long as somebody is at it: requests that a page
 * makes by itself do not prolong it.
 */
@Component
class ConsoleSessions {

    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);

    private static final int TOKEN_BYTES = 32;

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    ConsoleSessions(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A session that begins, and the one copy of what its cookie carries. */
    record Begun(String token, ConsoleSession session) {}

    Begun begin(String accessKeyId) {
        Instant now = clock.instant();
        jdbc.sql("delete from console_session where idle_until < :now")
                .param("now", utc(now))
                .update();
        String token = randomText();
        ConsoleSession session = new ConsoleSession(accessKeyId, randomText(), now.plus(IDLE), now.plus(LONGEST));
        jdbc.sql("""
                        insert into console_session
                               (token_sha256, access_key_id, csrf_token, created_at, idle_until, ends_at)
                        values (:token, :key, :csrf, :now, :idle, :ends)
                        """)
                .param("token", sha256(token))
                .param("key", accessKeyId)
                .param("csrf", session.csrfToken())
                .param("now", utc(now))
                .param("idle", utc(session.idleUntil()))
                .param("ends", utc(session.endsAt()))
                .update();
        return new Begun(token, session);
    }

    Optional<ConsoleSession> find(String token) {
        return jdbc.sql("""
                        select access_key_id, csrf_token, idle_until, ends_at
                          from console_session
                         where token_sha256 = :token and least(idle_until, ends_at) > :now
                        """)
                .param("token", sha256(token))
                .param("now", utc(clock.instant()))
                .query((row, number) -> session(row))
                .optional();
    }

    /** Says that somebody is still there; returns the session as it goes on, or empty if it is over. */
    Optional<ConsoleSession> prolong(String token) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        update console_session set idle_until = least(:idle, ends_at)
                         where token_sha256 = :token and least(idle_until, ends_at) > :now
                        returning access_key_id, csrf_token, idle_until, ends_at
                        """)
                .param("idle", utc(now.plus(IDLE)))
                .param("token", sha256(token))
                .param("now", utc(now))
                .query((row, number) -> session(row))
                .optional();
    }

    void end(String token) {
        jdbc.sql("delete from console_session where token_sha256 = :token")
                .param("token", sha256(token))
                .update();
    }

    private static ConsoleSession session(ResultSet row) throws SQLException {
        return new ConsoleSession(
                row.getString("access_key_id"),
                row.getString("csrf_token"),
                row.getObject("idle_until", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant());
    }

    private String randomText() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
