// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import static io.glowplug.app.PlatformHarness.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.PlatformHarness.Route;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every route with every role and with none. A route that is new shows up here by itself. */
class AccessMatrixTest {

    private final PlatformHarness platform = PlatformHarness.shared();

    @Test
    void everyRouteAsksForCredentialsAndForTheRightRole() {
        List<Route> routes = platform.routes();
        assertThat(routes).hasSizeGreaterThan(45);

        for (Route route : routes) {
            if (route.equals(new Route("POST", "/api/v1/session"))) {
                continue; // to sign in is how one gets credentials
            }
            boolean forAdministrators = route.pattern().startsWith("/api/v1/access-keys")
                    || route.pattern().startsWith("/api/v1/audit-log");
            boolean ordering = route.pattern().startsWith("/api/v1/nodes/");
            boolean reading = route.method().equals("GET")
                    || route.pattern().equals("/api/v1/tokens")
                    || route.pattern().equals("/api/v1/session");

            assertThat(status(route, null)).as("%s without credentials", route).isEqualTo(401);
            if (!route.pattern().equals("/api/v1/logs/tail")) {
                assertAllowed(route, "viewer", reading && !forAdministrators);
                assertAllowed(route, "developer", !forAdministrators && (reading || !ordering));
                assertAllowed(route, "administrator", true);
            }
        }
    }

    private void assertAllowed(Route route, String role, boolean allowed) {
        int status = status(route, role);
        if (allowed) {
            assertThat(status).as("%s as %s", route, role).isNotIn(401, 403).isLessThan(500);
        } else {
            assertThat(status).as("%s as %s", route, role).isEqualTo(403);
        }
    }

    private int status(Route route, String role) {
        return platform.send(platform.request(route.pattern().replaceAll("\\{[^}]*}", "nobody"), role)
                        .header("Content-Type", "application/json")
                        .method(route.method(), BodyPublishers.ofString("{}")))
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/health,             200, 200",
        "/actuator/health/liveness,    200, 200",
        "/actuator/health/readiness,   200, 200",
        "/actuator/prometheus,         401, 200",
        "/actuator/metrics,            401, 200",
        "/actuator/env,                401, 404",
        "/actuator/healthy,            401, 404",
        "/api/v1/openapi.json,         401, 200",
        "/,                            200, 200",
        "/assets/console.js,           404, 404",
        "/functions/any/code,          200, 200",
        "/functions/any.js,            404, 404",
        "/api,                         401, 404",
    })
    void whatIsBesideTheApiNeedsAViewerTooButTheConsolesFilesAndTheProbes(String path, int anonymous, int viewer) {
        assertThat(platform.send(platform.request(path, null)).statusCode()).isEqualTo(anonymous);
        assertThat(platform.send(platform.request(path, "viewer")).statusCode()).isEqualTo(viewer);
    }

    @Test
    void theProbesTellStrangersNothingElse() {
        assertThat(json(platform.send(platform.request("/actuator/health", null)))
                        .has("components"))
                .isFalse();
        assertThat(json(platform.get("/actuator/health")).get("components").has("sandbox"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"..%2fapi/v1/functions", "api/v1//functions", "api/v1/functions;x=1", "API/v1/functions"})
    void aDisguisedPathOpensNothing(String path) {
        HttpResponse<String> answer = platform.send(platform.request("/" + path, null));

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 401, 404);
        assertThat(answer.body()).doesNotContain("items");
    }

    @Test
    void wrongCredentialsAreAnsweredAlikeWhateverIsWrongWithThem() {
        List<String> wrong = List.of(
                PlatformHarness.basic(PlatformHarness.ADMINISTRATOR, "wrong"),
                PlatformHarness.basic("GPAKNOBODY0000000000", PlatformHarness.SECRET),
                PlatformHarness.basic("", ""),
                "Basic !!!",
                "Basic bm9jb2xvbg==",
                "Bearer a.b.c",
                "Bearer ");

        List<String> bodies = wrong.stream()
                .map(authorization ->
                        platform.request("/api/v1/functions", null).header("Authorization", authorization))
                .map(platform::send)
                .map(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(401);
                    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                            .startsWith("Basic realm");
                    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
                    return answer.body();
                })
                .distinct()
                .toList();

        assertThat(bodies).hasSize(1);
    }
}
