// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import io.glowplug.app.settings.MasterKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/**
 * Short-lived tokens that stand for an access key (JSON Web Tokens, HS256). They carry no role: that is looked up, so
 * disabling the key ends its tokens too. Every node accepts every node's tokens.
 */
@Component
class AccessTokens {

    static final Duration LIFETIME = Duration.ofHours(1);

    private static final String ISSUER = "glowplug";

    private final NimbusJwtEncoder encoder;
    private final NimbusJwtDecoder decoder;
    private final InstantSource clock;

    AccessTokens(MasterKey masterKey, InstantSource clock) {
        SecretKeySpec key = new SecretKeySpec(masterKey.derive("access-token"), "HmacSHA256");
        JwtTimestampValidator times = new JwtTimestampValidator(Duration.ofSeconds(30));
        times.setClock(clock.withZone(ZoneOffset.UTC));
        this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
        this.decoder = NimbusJwtDecoder.withSecretKey(key)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
        this.decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, new JwtIssuerValidator(ISSUER)));
        this.clock = clock;
    }

    /** A token and its end. */
    record Token(String value, Instant expiresAt) {}

    Token issue(String accessKeyId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(ISSUER)
                .subject(accessKeyId)
                .issuedAt(now)
                .expiresAt(now.plus(LIFETIME))
                .build();
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        return new Token(
                encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue(), now.plus(LIFETIME));
    }

    /** Returns the id of the access key that a valid token stands for. */
    Optional<String> accessKeyOf(String token) {
        try {
            return Optional.ofNullable(decoder.decode(token).getSubject());
        } catch (JwtException e) {
            return Optional.empty();
        }
    }
}
