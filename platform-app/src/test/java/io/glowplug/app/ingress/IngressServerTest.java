// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glowplug.app.PlatformHarness;
import io.glowplug.app.doors.ScriptedIngress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server itself, over a real connection: what it lets through, and what it refuses. */
class IngressServerTest {

    private static final PlatformHarness PLATFORM = PlatformHarness.shared();
    private static final ScriptedIngress INGRESS = PLATFORM.bean(ScriptedIngress.class);
    private static final int PORT = PLATFORM.bean(IngressServer.class).port();

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        return send(CLIENT, request, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> send(
            HttpClient client, HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) throws IOException {
        try {
            return client.send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "PURGE"})
    void everyMethodGetsThrough(String method) throws IOException {
        HttpResponse<String> answer = send(request("/a%2Fb//c;d=e?x=%20&y")
                .header("X-Test", "t")
                .method(method, method.equals("POST") ? BodyPublishers.ofString("body") : BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(method + "|/a%2Fb//c;d=e|x=%20&y|HTTP/1.1|127.0.0.1|127.0.0.1|t|"
                        + (method.equals("POST") ? "body" : ""));
        assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
    }

    @Test
    void headHasTheLengthAndNoBody() throws IOException {
        String answer = RawHttp.send(PORT, "HEAD /large HTTP/1.1\nHost: h\nConnection: close\n\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("Content-Length: 40000")
                .endsWith("\r\n\r\n");
    }

    @Test
    void theRestApiIsNotHereAndFunctionsAreNotThere() throws IOException {
        for (String path :
                Set.of("/api/v1/functions", "/actuator/health", "/actuator/prometheus", "/index.html", "/")) {
            HttpResponse<String> here = send(request(path).header("Authorization", PLATFORM.as("administrator")));
            // The one thing that answers on this port is the triggers' own.
            assertThat(here.body()).startsWith("GET|" + path + "|");
        }
        int seen = INGRESS.seen().size();
        for (String path : Set.of("/fn/report", "/webhooks/github", "/orders/17")) {
            assertThat(PLATFORM.get(path).body()).doesNotStartWith("GET|");
        }
        assertThat(INGRESS.seen()).hasSize(seen);
    }

    @Test
    void largeTextsAreCompressedForWhoeverWantsThat() throws IOException {
        HttpResponse<byte[]> zipped =
                send(CLIENT, request("/large").header("Accept-Encoding", "gzip"), BodyHandlers.ofByteArray());
        HttpResponse<byte[]> plain = send(CLIENT, request("/large"), BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(zipped.body()).hasSizeLessThan(1_000);
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(unzipped.readAllBytes()).isEqualTo(plain.body()).hasSize(40_000);
        }
    }

    @Test
    void aStreamThatBreaksOffDoesNotLookWhole() throws IOException {
        assertThat(send(request("/stream")).body()).isEqualTo("onetwo");
        assertThatThrownBy(() -> send(request("/broken"))).isInstanceOf(IOException.class);
    }

    @Test
    void http2IsSpokenToWhoeverAsksForIt() throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
            HttpResponse<String> first = send(client, request("/two"), BodyHandlers.ofString());
            HttpResponse<String> posted =
                    send(client, request("/two").POST(BodyPublishers.ofString("x")), BodyHandlers.ofString());

            assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(posted.body()).contains("POST|/two|").endsWith("|x");
        }
    }

    @Test
    void anElevenMegabyteBodyIsA413AndItsSenderGetsToReadWhy() throws IOException {
        byte[] body = new byte[11 * 1024 * 1024];
        HttpResponse<String> sized = send(request("/big").POST(BodyPublishers.ofByteArray(body)));
        HttpResponse<String> chunked =
                send(request("/big").POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        assertThat(sized.statusCode()).isEqualTo(413);
        assertThat(sized.body()).contains("more than 1048576 bytes");
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            two lengths            | POST /x HTTP/1.1\\nHost: h\\nContent-Length: 3\\nContent-Length: 4\\n\\nabcd
            a list of lengths      | POST /x HTTP/1.1\\nHost: h\\nContent-Length: 3, 4\\n\\nabcd
            a length that is none  | POST /x HTTP/1.1\\nHost: h\\nContent-Length: +3\\n\\nabc
            a negative length      | POST /x HTTP/1.1\\nHost: h\\nContent-Length: -1\\n\\n
            an unknown coding      | POST /x HTTP/1.1\\nHost: h\\nTransfer-Encoding: xchunked\\n\\n0\\n\\n
            chunked not last       | POST /x HTTP/1.1\\nHost: h\\nTransfer-Encoding: chunked, identity\\n\\n0\\n\\n
            a space before a colon | POST /x HTTP/1.1\\nHost: h\\nContent-Length : 3\\n\\nabc
            a header without name  | GET /x HTTP/1.1\\nHost: h\\n: x\\n\\n
            a NUL in a header      | GET /x HTTP/1.1\\nHost: h\\nX-A: a\\u0000b\\n\\n
            no host                | GET /x HTTP/1.1\\n\\n
            two hosts              | GET /x HTTP/1.1\\nHost: a\\nHost: b\\n\\n
            a host that is none    | GET /x HTTP/1.1\\nHost: a/../b\\n\\n
            a host with a user     | GET /x HTTP/1.1\\nHost: user@a\\n\\n
            a host with a space    | GET /x HTTP/1.1\\nHost: a b\\n\\n
            another host in target | GET http://evil.example/x HTTP/1.1\\nHost: a\\n\\n
            a space in the target  | GET /x y HTTP/1.1\\nHost: h\\n\\n
            a control in the path  | GET /x\\u0001 HTTP/1.1\\nHost: h\\n\\n
            a bad method           | G(T /x HTTP/1.1\\nHost: h\\n\\n
            a bad version          | GET /x HTTP/9.9\\nHost: h\\n\\n
            """)
    void whatIsNoProperRequestNeverGetsThrough(String what, String written) throws IOException {
        int seen = INGRESS.seen().size();
        String request = written.replace("\\n", "\n").replace("\\u0000", "\0").replace("\\u0001", "\1");

        String answer = RawHttp.send(PORT, request);

        assertThat(RawHttp.status(answer)).as("%s: %s", what, answer).isIn(400, 501, 505);
        assertThat(answer).doesNotContain("Tomcat").doesNotContain("Apache").doesNotContain("<html");
        assertThat(INGRESS.seen()).hasSize(seen);
    }

    /** One of the two lengths would be another server's idea of where the next request begins. */
    @Test
    void aBodyWithALengthAndChunksEndsTheConnection() throws IOException {
        String smuggled = "GET /smuggled HTTP/1.1\nHost: h\n\n";
        String answer = RawHttp.send(
                PORT,
                "POST /outer HTTP/1.1\nHost: h\nContent-Length: " + (5 + smuggled.length())
                        + "\nTransfer-Encoding: chunked\n\n0\n\n" + smuggled);

        assertThat(RawHttp.answers(answer)).isEqualTo(1);
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("connection: close");
        assertThat(INGRESS.seen()).doesNotContain("GET /smuggled");
    }

    @Test
    void traceIsNotAnswered() throws IOException {
        String answer = RawHttp.send(PORT, "TRACE /x HTTP/1.1\nHost: h\nX-Secret: s\nConnection: close\n\n");

        assertThat(RawHttp.status(answer)).isEqualTo(405);
        assertThat(answer).doesNotContain("X-Secret");
    }

    @Test
    void headerBombsAreRefused() throws IOException {
        int seen = INGRESS.seen().size();
        String many = RawHttp.send(PORT, "GET /x HTTP/1.1\nHost: h\n" + "X-A: 1\n".repeat(200) + "\n");
        String large = RawHttp.send(PORT, "GET /x HTTP/1.1\nHost: h\nX-A: " + "a".repeat(64 * 1024) + "\n\n");
        String target = RawHttp.send(PORT, "GET /" + "a".repeat(64 * 1024) + " HTTP/1.1\nHost: h\n\n");

        for (String answer : new String[] {many, large, target}) {
            assertThat(RawHttp.status(answer)).isIn(0, 400, 414, 431);
        }
        assertThat(INGRESS.seen()).hasSize(seen);
    }

    @Test
    void aForwardedAddressIsBelievedOfNobody() throws IOException {
        assertThat(send(request("/who").header("X-Forwarded-For", "203.0.113.9"))
                        .body())
                .contains("|127.0.0.1|127.0.0.1|");
    }

    @Test
    void theHostComesInLowerCaseAndWithoutItsPort() throws IOException {
        String answer = RawHttp.send(PORT, "GET /host HTTP/1.1\nHost: API.Example:8081\nConnection: close\n\n");

        assertThat(answer).contains("|api.example|");
    }
}
