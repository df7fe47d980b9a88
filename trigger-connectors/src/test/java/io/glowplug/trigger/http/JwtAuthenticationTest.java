// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import io.glowplug.trigger.contract.SettableClock;
import io.glowplug.trigger.ingress.Authorizer;
import io.glowplug.trigger.ingress.RefusedRequest;
import io.glowplug.trigger.ingress.TestExchange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JwtAuthenticationTest {

    private final Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);

    private static TestIssuer issuer;

    private final SettableClock clock = new SettableClock(now);

    @BeforeAll
    static void startIssuer() {
        issuer = new TestIssuer();
    }

    @AfterAll
    static void stopIssuer() {
        issuer.close();
    }

    private JwtAuthentication authentication(String... scopes) {
        return authenticationAt(issuer.jwksUrl(), scopes);
    }

    private JwtAuthentication authenticationAt(String url, String... scopes) {
        return new JwtAuthentication(
                AuthSettings.read("jwt", null, url, TestIssuer.ISSUER, List.of("orders", "invoices"), List.of(scopes)),
                clock);
    }

    private static TestExchange bearing(String token) {
        return TestExchange.of("GET", "/").with("Authorization", "Bearer " + token);
    }

    private void refused(JwtAuthentication authentication, TestExchange exchange, int status) {
        assertThatThrownBy(() -> authentication.authenticate(exchange))
                .isInstanceOfSatisfying(
                        RefusedRequest.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void aTokenOfTheIssuerForThisAudiencePasses() {
        JwtAuthentication jwt = authentication();

        Authorizer caller = jwt.authenticate(
                bearing(issuer.signed(TestIssuer.claims(now).claim("level", 7).build())));

        assertThat(caller).isInstanceOfSatisfying(Authorizer.Jwt.class, who -> {
            assertThat(who.claims())
                    .containsEntry("sub", "joe")
                    .containsEntry("level", "7")
                    .containsEntry("aud", "orders")
                    .containsEntry("exp", Long.toString(now.plusSeconds(600).getEpochSecond()));
            assertThat(who.scopes()).isNull();
        });
    }

    @Test
    void theKeysAreFetchedOnceForManyTokens() {
        JwtAuthentication jwt = authentication();
        int before = issuer.fetches();

        for (int i = 0; i < 5; i++) {
            jwt.authenticate(bearing(issuer.signed(TestIssuer.claims(now).build())));
        }

        assertThat(issuer.fetches() - before).isEqualTo(1);
    }

    @Test
    void everyOtherTokenIsRefused() {
        JwtAuthentication jwt = authentication();
        JWTClaimsSet good = TestIssuer.claims(now).build();

        refused(jwt, TestExchange.of("GET", "/"), 401);
        refused(jwt, TestExchange.of("GET", "/").with("Authorization", "Basic abc"), 401);
        refused(jwt, bearing("garbage"), 401);
        refused(jwt, bearing("a.b.c"), 401);
        refused(jwt, bearing(issuer.signed(good) + "x"), 401);
        refused(jwt, bearing("x".repeat(20_000)), 401);
        refused(jwt, bearing(TestIssuer.unsigned(good)), 401);
        refused(jwt, bearing(issuer.signedByAnother(good)), 401);
        refused(jwt, bearing(issuer.signedWithThePublicKey(good)), 401);
        refused(
                jwt,
                bearing(issuer.signed(TestIssuer.claims(now).audience("others").build())),
                401);
        refused(
                jwt,
                bearing(issuer.signed(
                        TestIssuer.claims(now).audience((String) null).build())),
                401);
        refused(
                jwt,
                bearing(issuer.signed(
                        TestIssuer.claims(now).issuer("https://evil.example").build())),
                401);
        refused(
                jwt,
                bearing(issuer.signed(
                        TestIssuer.claims(now).expirationTime(null).build())),
                401);
        refused(
                jwt,
                bearing(issuer.signed(TestIssuer.claims(now)
                        .notBeforeTime(Date.from(now.plusSeconds(120)))
                        .build())),
                401);
    }

    @Test
    void aTokenExpiresByThePlatformsClock() {
        JwtAuthentication jwt = authentication();
        String token = issuer.signed(TestIssuer.claims(now).build());

        clock.advance(Duration.ofSeconds(650));
        assertThat(jwt.authenticate(bearing(token))).isInstanceOf(Authorizer.Jwt.class);

        clock.advance(Duration.ofSeconds(20));
        refused(jwt, bearing(token), 401);
    }

    @Test
    void oneOfTheScopesIsEnoughAndNoneIsForbidden() {
        String token = issuer.signed(TestIssuer.claims(now).build());

        assertThat(authentication("orders.read", "orders.write").authenticate(bearing(token)))
                .isInstanceOfSatisfying(
                        Authorizer.Jwt.class, who -> assertThat(who.scopes()).containsExactly("orders.read"));
        refused(authentication("orders.write"), bearing(token), 403);
    }

    @Test
    void aProviderThatIsAwayIsSaidAndNobodyGetsIn() {
        JwtAuthentication jwt = authenticationAt("http://127.0.0.1:1/keys");

        refused(jwt, bearing(issuer.signed(TestIssuer.claims(now).build())), 503);
        assertThat(jwt.problem()).contains("jwksUrl");
    }
}
