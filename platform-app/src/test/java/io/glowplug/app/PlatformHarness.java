// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app;

import io.glowplug.app.doors.Doors;
import io.glowplug.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** This module, started for real over fakes of the others, and a client of it. One for each test JVM. */
public final class PlatformHarness {

    public static final JsonMapper JSON = JsonMapper.shared();
    public static final String ADMINISTRATOR = "GPAKADMINISTRATOR000";
    public static final String SECRET = "the-secret-of-the-tests-administrator-00";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final ConfigurableApplicationContext context;
    private final int port;
    private final Map<String, String> authorizations = new HashMap<>();

    private PlatformHarness(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = ((WebServerApplicationContext) context).getWebServer().getPort();
        authorizations.put("administrator", basic(ADMINISTRATOR, SECRET));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @ComponentScan(
            basePackages = "io.glowplug.app",
            excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = GlowplugApplication.class))
    @Import(Doors.class)
    static class PlatformOverFakes {}

    private static final class Shared {
        static final PlatformHarness INSTANCE = start();
    }

    public static PlatformHarness shared() {
        return Shared.INSTANCE;
    }

    private static PlatformHarness start() {
        try {
            Path data = Files.createTempDirectory("glowplug-test");
            return new PlatformHarness(start(
                    "--glowplug.data-dir=" + data,
                    "--glowplug.s3.directory=" + data.resolve("objects"),
                    "--glowplug.database-url=" + TestPostgres.createDatabase(),
                    "--glowplug.admin-access-key-id=" + ADMINISTRATOR,
                    "--glowplug.admin-secret-access-key=" + SECRET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the platform over fakes with these settings, on a free port. */
    public static ConfigurableApplicationContext start(String... settings) {
        List<String> arguments = new ArrayList<>(Arrays.asList(settings));
        arguments.add("--glowplug.port=0");
        arguments.add("--glowplug.s3.port=0");
        arguments.add("--glowplug.ingress.port=0");
        return SpringApplication.run(PlatformOverFakes.class, arguments.toArray(String[]::new));
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** A route of the API as it is mapped, placeholders included. */
    public record Route(String method, String pattern) {}

    /** Returns every route below {@code /api/v1} but that of the API's description. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/v1/") && !pattern.contains("openapi"))
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> routes.add(new Route(method.name(), pattern)))));
        return routes;
    }

    /** Returns the Authorization header of an access key with that role. */
    public synchronized String as(String role) {
        return authorizations.computeIfAbsent(role, wanted -> {
            JsonNode key = JSON.readTree(send(request("/api/v1/access-keys", "administrator")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"role\":\"" + wanted + "\"}")))
                    .body());
            return basic(key.get("id").asString(), key.get("secretAccessKey").asString());
        });
    }

    public static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /** Begins a request; no role, no credentials. */
    public HttpRequest.Builder request(String path, String role) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
        if (role != null) {
            request.header("Authorization", role.startsWith("Basic ") || role.startsWith("Bearer ") ? role : as(role));
        }
        return request;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path, "administrator"));
    }

    public HttpResponse<String> send(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = request(path, "administrator")
                .header("Content-Type", "application/json")
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return CLIENT.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
