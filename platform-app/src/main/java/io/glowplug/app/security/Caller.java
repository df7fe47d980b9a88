// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** Whoever makes a request, known by an access key. */
public final class Caller extends AbstractAuthenticationToken {

    private final String accessKeyId;
    private final Role role;
    private final boolean byToken;

    Caller(String accessKeyId, Role role, boolean byToken) {
        super(List.of(new SimpleGrantedAuthority("ROLE_" + role.name())));
        this.accessKeyId = accessKeyId;
        this.role = role;
        this.byToken = byToken;
        setAuthenticated(true);
    }

    /** Returns the caller of the request that this thread serves, or null where it needs none. */
    public static @Nullable Caller current() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof Caller caller ? caller : null;
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public Role role() {
        return role;
    }

    /** Says whether a token was presented rather than the access key itself. */
    boolean byToken() {
        return byToken;
    }

    @Override
    public String getPrincipal() {
        return accessKeyId;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Caller that
                && accessKeyId.equals(that.accessKeyId)
                && role == that.role
                && byToken == that.byToken;
    }

    @Override
    public int hashCode() {
        return accessKeyId.hashCode();
    }
}
