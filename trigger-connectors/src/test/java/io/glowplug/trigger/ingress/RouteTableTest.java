// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.IngressExchange;
import io.glowplug.trigger.SourceHealth;
import io.glowplug.trigger.TriggerDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private record Named(List<Endpoint> endpoints) implements Receiver {

        static Named route(String route) {
            return new Named(List.of(new Endpoint.OfRoute(null, RoutePattern.parse("route", route))));
        }

        static Named route(String host, String route) {
            return new Named(List.of(new Endpoint.OfRoute(host, RoutePattern.parse("route", route))));
        }

        static Named function(String name) {
            return new Named(List.of(new Endpoint.OfFunction(name)));
        }

        @Override
        public TriggerDefinition trigger() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String receive(RoutedRequest request, IngressExchange exchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SourceHealth health() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static final List<String> ROUTES = List.of(
            "GET /",
            "GET /orders",
            "GET /orders/{id}",
            "ANY /orders/{id}",
            "GET /orders/latest",
            "GET /orders/{id}/lines/{line}",
            "GET /orders/{proxy+}",
            "POST /{proxy+}",
            "GET /{any}/lines",
            "$default");

    private static RouteTable table() {
        List<Named> receivers = new ArrayList<>();
        ROUTES.forEach(route -> receivers.add(Named.route(route)));
        receivers.add(Named.route("api.example", "GET /orders"));
        receivers.add(Named.function("Resize"));
        // In whatever order they come.
        Collections.shuffle(receivers, new Random(7));
        return new RouteTable(receivers, "fn.example");
    }

    private static RoutedRequest find(String host, String method, String path) {
        return table().find(host, method, path).map(RouteTable.Found::request).orElse(null);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, GET /",
        "GET, /orders, GET /orders",
        "GET, /orders/, $default",
        "GET, /orders/17, GET /orders/{id}",
        "PUT, /orders/17, ANY /orders/{id}",
        "GET, /orders/latest, GET /orders/latest",
        "PUT, /orders/latest, ANY /orders/{id}",
        "GET, /orders/17/lines/2, GET /orders/{id}/lines/{line}",
        "GET, /orders/lines, GET /orders/{id}",
        "GET, /orders/17/notes, GET /orders/{proxy+}",
        "GET, /customers/lines, GET /{any}/lines",
        "POST, /a/b/c, POST /{proxy+}",
        "GET, /a/b/c, $default",
        "GET, /ordersx, $default",
        "GET, /%6Frders, GET /orders",
    })
    void theMostSpecificRouteWins(String method, String path, String route) {
        assertThat(find("127.0.0.1", method, path).routeKey()).isEqualTo(route);
    }

    @Test
    void aWholeMatchComesBeforeAGreedyOneThatBeginsMoreSpecifically() {
        RouteTable table =
                new RouteTable(List.of(Named.route("GET /a/{rest+}"), Named.route("GET /{one}/b")), "fn.example");

        assertThat(table.find("h", "GET", "/a/b").orElseThrow().request().routeKey())
                .isEqualTo("GET /{one}/b");
        assertThat(table.find("h", "GET", "/a/c").orElseThrow().request().routeKey())
                .isEqualTo("GET /a/{rest+}");
    }

    @Test
    void parametersAreDecodedAndASlashInOneDoesNotPartIt() {
        assertThat(find("127.0.0.1", "GET", "/orders/a%2Fb%20c").pathParameters())
                .isEqualTo(Map.of("id", "a/b c"));
        assertThat(find("127.0.0.1", "GET", "/orders/1/x/%C3%BC").pathParameters())
                .isEqualTo(Map.of("proxy", "1/x/ü"));
    }

    @Test
    void aHostOfItsOwnComesFirstAndOthersSeeTheRest() {
        RouteTable table = table();
        Receiver ofHost =
                table.find("api.example", "GET", "/orders").orElseThrow().receiver();
        Receiver ofAny =
                table.find("other.example", "GET", "/orders").orElseThrow().receiver();

        assertThat(ofHost.endpoints())
                .isEqualTo(List.of(new Endpoint.OfRoute("api.example", RoutePattern.parse("route", "GET /orders"))));
        assertThat(ofAny).isNotEqualTo(ofHost);
    }

    @Test
    void aFunctionUrlTakesEverythingBelowItsPathAndAtItsHost() {
        assertThat(find("127.0.0.1", "PUT", "/fn/Resize").path()).isEqualTo("/");
        assertThat(find("127.0.0.1", "PUT", "/fn/Resize/a/%2Fb").path()).isEqualTo("/a/%2Fb");
        assertThat(find("resize.fn.example", "GET", "/orders").routeKey()).isEqualTo("$default");
        assertThat(find("resize.fn.example", "GET", "/orders").path()).isEqualTo("/orders");
        assertThat(table().find("127.0.0.1", "GET", "/fn/other")).isEmpty();
        // A host that only looks like one is a host like any other.
        assertThat(find("resize.evil.example", "GET", "/orders").routeKey()).isEqualTo("GET /orders");
        assertThat(find("x.resize.fn.example", "GET", "/orders").routeKey()).isEqualTo("GET /orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/../b",
                "/a/./b",
                "/a/%2e%2e/b",
                "/a/%2E",
                "/a%00b",
                "/%",
                "/%4",
                "/%zz",
                "/%ff",
                "/fn/Resize/.."
            })
    void aPathThatCouldMeanAnotherIsRefused(String path) {
        assertThatThrownBy(() -> find("127.0.0.1", "GET", path))
                .isInstanceOfSatisfying(
                        RefusedRequest.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
        assertThatThrownBy(() -> find("resize.fn.example", "GET", path))
                .isInstanceOfSatisfying(
                        RefusedRequest.class,
                        refused -> assertThat(refused.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders",
                "GET orders",
                "GET /orders/{id",
                "GET /orders/{}",
                "GET /{a}/{a}",
                "GET /{rest+}/more",
                "GET /a//b",
                "GET /a b",
                "GET /a/../b",
                "GET /a?x=1",
                "G\u00e9T /a",
                "TRACE /a",
                "$other"
            })
    void aRouteThatIsNoneIsRefused(String route) {
        assertThatThrownBy(() -> RoutePattern.parse("route", route))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.violations().getFirst().field())
                                .isEqualTo("route"));
    }

    @Test
    void routesForTheSameRequestsHaveTheSameIdentity() {
        assertThat(identity("get /a/{x}")).isEqualTo(identity("GET /a/{y}"));
        assertThat(Arrays.asList(
                        identity("GET /a/{x}"),
                        identity("ANY /a/{x}"),
                        identity("GET /a/{x+}"),
                        identity("GET /a/x"),
                        identity("$default")))
                .doesNotHaveDuplicates();
    }

    private static String identity(String route) {
        return new Endpoint.OfRoute(null, RoutePattern.parse("route", route)).identity();
    }
}
