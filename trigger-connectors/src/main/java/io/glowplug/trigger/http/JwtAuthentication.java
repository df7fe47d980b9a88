// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.glowplug.trigger.HeaderField;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.ingress.Authorizer;
import io.glowplug.trigger.ingress.RefusedRequest;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Callers by the JWTs of an identity provider (https://www.rfc-editor.org/rfc/rfc7519), as far as they are signed by one
 * of its keys, say its issuer and this audience, and have not expired. The keys are fetched when they are first needed,
 * kept for five minutes, and for an hour if the provider is away.
 */
final class JwtAuthentication implements Authentication {

    private static final Logger LOG = LoggerFactory.getLogger(JwtAuthentication.class);

    /** Asymmetric ones only: who can check a token must not be able to make one. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int FETCH_MILLIS = 2_000;
    private static final int LARGEST_KEY_SET = 256 * 1024;
    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
    private static final String BEARER = "Bearer ";

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final @Nullable List<String> scopes;
    private volatile @Nullable String problem;

    JwtAuthentication(AuthSettings settings, InstantSource time) {
        this.scopes = settings.scopes();
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        url(Objects.requireNonNull(settings.jwksUrl())),
                        new DefaultResourceRetriever(FETCH_MILLIS, FETCH_MILLIS, LARGEST_KEY_SET))
                .rateLimited(TimeUnit.SECONDS.toMillis(10))
                .outageTolerant(TimeUnit.HOURS.toMillis(1))
                .build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // Any type will do, as far as the rest is right: providers differ in what they call access tokens.
        processor.setJWSTypeVerifier((type, context) -> {});
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        new HashSet<>(Objects.requireNonNull(settings.audience())),
                        new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                        Set.of("exp"),
                        null) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(time.instant());
                    }
                };
        claims.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
    }

    @Override
    public Authorizer authenticate(IngressExchange exchange) {
        String header = exchange.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw unauthorized("This needs a token: Authorization: Bearer …", null);
        }
        String token = header.substring(BEARER.length()).strip();
        if (token.length() > LONGEST_TOKEN) {
            throw unauthorized("The token is too long.", "invalid_token");
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            problem = null;
            return new Authorizer.Jwt(texts(claims), grantedScopes(claims));
        } catch (KeySourceException away) {
            LOG.debug("The keys of an identity provider cannot be fetched", away);
            problem = "the keys at the jwksUrl cannot be fetched";
            throw RefusedRequest.later(
                    503,
                    "identity-provider-away",
                    "Tokens cannot be checked at the moment: the identity provider's keys cannot be fetched.",
                    Duration.ofSeconds(10));
        } catch (ParseException | BadJOSEException | JOSEException refused) {
            LOG.debug("A token was refused", refused);
            throw unauthorized("The token is not valid here: " + refused.getMessage(), "invalid_token");
        }
    }

    private @Nullable List<String> grantedScopes(JWTClaimsSet claims) {
        List<String> wanted = scopes;
        if (wanted == null) {
            return null;
        }
        Set<String> has = scopesOf(claims);
        List<String> granted = wanted.stream().filter(has::contains).toList();
        if (granted.isEmpty()) {
            throw RefusedRequest.of(
                    403,
                    "forbidden",
                    "The token has none of the scopes that this needs.",
                    new HeaderField(
                            "WWW-Authenticate",
                            "Bearer error=\"insufficient_scope\", scope=\"" + String.join(" ", wanted) + "\""));
        }
        return granted;
    }

    /** Providers write them as one text or as a list, in {@code scope} or {@code scp}. */
    private static Set<String> scopesOf(JWTClaimsSet claims) {
        List<String> all = new ArrayList<>();
        for (String claim : List.of("scope", "scp")) {
            switch (claims.getClaim(claim)) {
                case String text -> all.addAll(Arrays.asList(text.split(" ", -1)));
                case Collection<?> list -> list.forEach(scope -> all.add(String.valueOf(scope)));
                case null, default -> {}
            }
        }
        return new HashSet<>(all);
    }

    /** As API Gateway hands them over: numbers as digits, lists in brackets. */
    private static Map<String, String> texts(JWTClaimsSet claims) {
        Map<String, String> texts = new TreeMap<>();
        claims.getClaims().forEach((name, value) -> texts.put(name, text(value)));
        return texts;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case Date date -> Long.toString(date.toInstant().getEpochSecond());
            case Collection<?> list ->
                list.size() == 1
                        ? text(list.iterator().next())
                        : list.stream().map(JwtAuthentication::text).collect(Collectors.joining(" ", "[", "]"));
            case null, default -> String.valueOf(value);
        };
    }

    @Override
    public Set<String> proofs() {
        return Set.of("authorization");
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    private static RefusedRequest unauthorized(String detail, @Nullable String error) {
        String shown = detail.replaceAll("[^\\x20-\\x7e…]", "?");
        return RefusedRequest.of(
                401,
                "unauthorized",
                shown,
                new HeaderField("WWW-Authenticate", error == null ? "Bearer" : "Bearer error=\"" + error + "\""));
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
