// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out who is asking, by HTTP Basic with an access key, by a bearer token made from one, or by the console's cookie. */
@Component
class Credentials {

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final AccessKeyRing ring;
    private final AccessTokens tokens;
    private final ConsoleSessions sessions;

    Credentials(AccessKeyRing ring, AccessTokens tokens, ConsoleSessions sessions) {
        this.ring = ring;
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /** Whose cookie that is, and what has to come with it where something is changed. */
    record AtConsole(Caller caller, String csrfToken) {}

    /** Returns who is signed in by that cookie, or empty if nobody is any more. */
    Optional<AtConsole> atConsole(String cookie) {
        return sessions.find(cookie)
                .flatMap(session -> ring.roleOf(session.accessKeyId())
                        .map(role ->
                                new AtConsole(new Caller(session.accessKeyId(), role, true), session.csrfToken())));
    }

    /** Returns who sent that {@code Authorization} header, or empty if it proves nobody. */
    Optional<Caller> identify(String header) {
        if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return byAccessKey(header.substring(BASIC.length()).strip());
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return tokens.accessKeyOf(header.substring(BEARER.length()).strip())
                    .flatMap(id -> ring.roleOf(id).map(role -> new Caller(id, role, true)));
        }
        return Optional.empty();
    }

    private Optional<Caller> byAccessKey(String encoded) {
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        for (int i = 0; i < pair.length; i++) {
            if (pair[i] == ':') {
                String id = new String(pair, 0, i, StandardCharsets.UTF_8);
                return ring.verify(id, Arrays.copyOfRange(pair, i + 1, pair.length))
                        .map(role -> new Caller(id, role, false));
            }
        }
        return Optional.empty();
    }
}
