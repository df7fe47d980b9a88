// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/tokens")
@Tag(name = "tokens", description = "Short-lived bearer tokens made from an access key")
class TokenController {

    private final AccessTokens tokens;

    TokenController(AccessTokens tokens) {
        this.tokens = tokens;
    }

    record TokenAnswer(String token, String tokenType, Instant expiresAt) {}

    /** Makes a token for the caller's access key. A token cannot prolong itself: the key is needed. */
    @PostMapping
    TokenAnswer create(Caller caller) {
        if (caller.byToken()) {
            throw new AccessDeniedException("a token is made with an access key, not with another token");
        }
        AccessTokens.Token token = tokens.issue(caller.accessKeyId());
        return new TokenAnswer(token.value(), "Bearer", token.expiresAt());
    }
}
