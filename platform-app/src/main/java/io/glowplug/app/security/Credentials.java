// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds out who is asking, by HTTP Basic with an access key or by a bearer token made from one. */
@Component
class Credentials {

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final AccessKeyRing ring;
    private final AccessTokens tokens;

    Credentials(AccessKeyRing ring, AccessTokens tokens) {
        this.ring = ring;
        this.tokens = tokens;
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
