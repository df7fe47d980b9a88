// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The console's cookie: what it opens, what it does not, and how it ends. */
class SessionControllerTest {

    private final PlatformHarness platform = PlatformHarness.shared();

    private HttpResponse<String> signIn(String id, String secret) {
        return platform.send(platform.request("/api/v1/session", null)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"accessKeyId\": \"" + id + "\", \"secretAccessKey\": \"" + secret + "\"}")));
    }

    private record SignedIn(String cookie, String csrfToken, String setCookie) {}

    private SignedIn signIn() {
        HttpResponse<String> answer = signIn(PlatformHarness.ADMINISTRATOR, PlatformHarness.SECRET);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return new SignedIn(
                set.substring(0, set.indexOf(';')),
                json(answer).get("csrfToken").asString(),
                set);
    }

    private HttpRequest.Builder with(SignedIn session, String path) {
        return platform.request(path, null).header("Cookie", session.cookie());
    }

    @Test
    void theCookieOpensWhatItsKeyOpensAndScriptsCannotReadIt() {
        SignedIn session = signIn();
        JsonNode current = json(platform.send(with(session, "/api/v1/session")));

        assertThat(session.setCookie())
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .doesNotContain("Max-Age");
        assertThat(current.get("accessKeyId").asString()).isEqualTo(PlatformHarness.ADMINISTRATOR);
        assertThat(current.get("role").asString()).isEqualTo("administrator");
        assertThat(platform.send(with(session, "/api/v1/access-keys")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aChangeNeedsTheTokenThatOnlyTheConsolesPageKnows() {
        SignedIn session = signIn();
        HttpRequest.Builder without = with(session, "/api/v1/access-keys")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"role\": \"viewer\"}"));
        HttpRequest.Builder wrong = with(session, "/api/v1/session")
                .header("X-CSRF-Token", signIn().csrfToken())
                .DELETE();

        assertThat(json(platform.send(without)).get("type").asString()).isEqualTo("urn:glowplug:problem:csrf");
        assertThat(platform.send(wrong).statusCode()).isEqualTo(403);
        assertThat(platform.send(without.header("X-CSRF-Token", session.csrfToken()))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aSessionMakesNoTokenThatWouldOutliveIt() {
        SignedIn session = signIn();

        assertThat(platform.send(with(session, "/api/v1/tokens")
                                .header("X-CSRF-Token", session.csrfToken())
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void afterTheSignOutTheCookieIsWorthless() {
        SignedIn session = signIn();
        HttpResponse<String> signOut = platform.send(with(session, "/api/v1/session")
                .header("X-CSRF-Token", session.csrfToken())
                .DELETE());

        assertThat(signOut.statusCode()).isEqualTo(204);
        assertThat(signOut.headers().firstValue("Set-Cookie").orElse("")).contains("Max-Age=0");
        assertThat(platform.send(with(session, "/api/v1/functions")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aSessionEndsWhenNobodyIsThereAndWithItsKey() {
        JdbcClient jdbc = platform.bean(JdbcClient.class);
        SignedIn idle = signIn();
        String prolonged = platform.send(with(idle, "/api/v1/session")
                        .header("X-CSRF-Token", idle.csrfToken())
                        .PUT(BodyPublishers.noBody()))
                .body();
        jdbc.sql("update console_session set idle_until = idle_until - interval '31 minutes' where csrf_token = ?")
                .param(idle.csrfToken())
                .update();
        JsonNode key = json(platform.send("POST", "/api/v1/access-keys", "{\"role\": \"viewer\"}"));
        HttpResponse<String> viewer =
                signIn(key.get("id").asString(), key.get("secretAccessKey").asString());
        String set = viewer.headers().firstValue("Set-Cookie").orElseThrow();
        String cookie = set.substring(0, set.indexOf(';'));
        platform.send("POST", "/api/v1/access-keys/" + key.get("id").asString() + "/disable", null);

        assertThat(prolonged).contains("idleUntil");
        assertThat(platform.send(with(idle, "/api/v1/functions")).statusCode()).isEqualTo(401);
        assertThat(platform.send(platform.request("/api/v1/functions", null).header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void guessingIsSlowedDownForTheGuesserOnly() {
        for (int i = 0; i < SignInThrottle.FREE_TRIES; i++) {
            assertThat(signIn("GPAKGUESSED000000000", "wrong").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> sixth = signIn("GPAKGUESSED000000000", "wrong");

        assertThat(sixth.statusCode()).isEqualTo(429);
        assertThat(sixth.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(json(sixth).get("detail").asString()).contains("Try again in 1 s");
        assertThat(signIn(PlatformHarness.ADMINISTRATOR, PlatformHarness.SECRET).statusCode())
                .isEqualTo(200);
        assertThat(platform.bean(SignInThrottle.class).waitOf("GPAKGUESSED000000000", "203.0.113.1"))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void theConsoleIsNotAnsweredWithAChallengeThatBrowsersOpenADialogFor() {
        HttpResponse<String> answer =
                platform.send(platform.request("/api/v1/session", null).header("X-Requested-With", "glowplug-console"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Session realm=\"glowplug\"");
    }
}
