// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.glowplug.dispatch.DeliveryOutcome;
import io.glowplug.dispatch.DeliveryOutcome.Delivered;
import io.glowplug.dispatch.DeliveryOutcome.Failed;
import io.glowplug.dispatch.DeliveryOutcome.Refused;
import io.glowplug.dispatch.OutcomeCondition;
import io.glowplug.dispatch.OutgoingDelivery;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import io.glowplug.runtime.Payload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server that does what receivers do, good and bad. */
class HttpDestinationTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final String KEY = Base64.getEncoder().encodeToString("a key of at least 24 bytes".getBytes(UTF_8));
    private static final SecretText SECRET = new SecretText("whsec_" + KEY);
    private static final HttpLimits SHORT = new HttpLimits(Duration.ofSeconds(2), Duration.ofMillis(700));
    private static final HttpLimits LONG = new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(30));

    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<HttpServer> servers = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @AutoClose
    private final HttpDestination destination = destination(LONG, "127.0.0.0/8");

    @AfterEach
    void stop() {
        end.countDown();
        servers.forEach(server -> server.stop(0));
    }

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Request(String method, String id, String timestamp, String signature, String type, byte[] body) {}

    private static HttpDestination destination(HttpLimits limits, String... allow) {
        return new HttpDestination(new AddressRules(List.of(allow)), limits, () -> NOW);
    }

    private String receiver(HttpHandler answer) {
        return "http://127.0.0.1:" + start("127.0.0.1", 0, answer) + "/hook";
    }

    private int start(String address, int port, HttpHandler answer) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                requests.add(new Request(
                        exchange.getRequestMethod(),
                        exchange.getRequestHeaders().getFirst("webhook-id"),
                        exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                        exchange.getRequestHeaders().getFirst("webhook-signature"),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        exchange.getRequestBody().readAllBytes()));
                try (exchange) {
                    answer.handle(exchange);
                }
            });
            server.start();
            servers.add(server);
            return server.getAddress().getPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpHandler answering(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    private static OutgoingDelivery outcome(SecretText secret) {
        return new OutgoingDelivery(
                new UUID(1, 1),
                new UUID(1, 2),
                "resize",
                null,
                OutcomeCondition.FAILURE,
                1,
                null,
                NOW,
                Payload.ofUtf8("{\"größe\":1.10}"),
                secret);
    }

    @Test
    void postsJsonThatTheReceiverCanVerify() throws GeneralSecurityException {
        String url = receiver(answering(200, "thanks"));

        DeliveryOutcome first = destination.deliver(outcome(SECRET), new HttpSettings(url));
        DeliveryOutcome again = destination.deliver(outcome(SECRET), new HttpSettings(url));

        assertThat(first).isEqualTo(new Delivered(new DeliveryOutcome.Reply(200, "thanks")));
        assertThat(again).isEqualTo(first);
        Request request = requests.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.type()).startsWith("application/json");
        assertThat(new String(request.body(), UTF_8)).isEqualTo("{\"größe\":1.10}");
        assertThat(request.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(request.signature()).isEqualTo("v1," + expectedSignature(request));
        assertThat(requests).extracting(Request::id).containsOnly(new UUID(1, 1).toString());
    }

    /** As the specification has it, with nothing of ours. */
    private static String expectedSignature(Request request) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        String signed = request.id() + "." + request.timestamp() + "." + new String(request.body(), UTF_8);
        return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"500, Http.Status", "404, Http.Status", "301, Http.Redirect", "307, Http.Redirect"})
    void whatIsNoSuccessFailsAndSaysSo(int status, String errorType) {
        String url = receiver(answering(status, "no", "Location", "http://127.0.0.1:1/elsewhere"));

        Failed failed = (Failed) destination.deliver(outcome(SECRET), new HttpSettings(url));

        assertThat(failed.errorType()).isEqualTo(errorType);
        assertThat(failed.errorMessage()).contains(Integer.toString(status));
        assertThat(failed.reply()).isEqualTo(new DeliveryOutcome.Reply(status, "no"));
        assertThat(requests).as("redirects are not followed").hasSize(1);
    }

    @Test
    void aReceiverThatIsGoneIsNotTriedAgain() {
        String url = receiver(answering(410, ""));

        assertThat(destination.deliver(outcome(SECRET), new HttpSettings(url))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        429 | 120                           | 120
        503 | Wed, 25 Nov 2026 12:01:00 GMT | 60
        503 | 99999999                      | 86400
        503 | soon                          |
        500 | 120                           |
        """)
    void aBusyReceiverSaysWhenToComeBack(int status, String header, Long seconds) {
        String url = receiver(answering(status, "", "Retry-After", header));

        Failed failed = (Failed) destination.deliver(outcome(SECRET), new HttpSettings(url));

        assertThat(failed.notBefore()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void onlyTheBeginningOfAHugeAnswerIsRead() {
        String url = receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] piece = new byte[1 << 16];
            Arrays.fill(piece, (byte) 'x');
            writeForEver(exchange, piece);
        });

        Delivered delivered = (Delivered) destination.deliver(outcome(SECRET), new HttpSettings(url));

        assertThat(delivered.reply().body()).isEqualTo("x".repeat(1024));
    }

    private static void writeForEver(HttpExchange exchange, byte[] piece) {
        try {
            for (int i = 0; i < 16_384; i++) {
                exchange.getResponseBody().write(piece);
            }
            throw new AssertionError("a gigabyte was read");
        } catch (IOException cutOff) {
            // As it should be.
        }
    }

    @Test
    void aReceiverThatHangsOrDripsIsCutOff() {
        try (HttpDestination impatient = destination(SHORT, "127.0.0.0/8")) {
            String hanging = receiver(exchange -> hold());
            String dripping = receiver(exchange -> {
                exchange.sendResponseHeaders(200, 0);
                drip(exchange);
            });

            for (String url : List.of(hanging, dripping)) {
                long began = System.nanoTime();
                Failed failed = (Failed) impatient.deliver(outcome(SECRET), new HttpSettings(url));
                assertThat(failed.errorType()).isEqualTo("Http.NoAnswer");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
            }
        }
    }

    private void hold() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drip(HttpExchange exchange) throws IOException {
        try {
            while (!end.await(50, TimeUnit.MILLISECONDS)) {
                exchange.getResponseBody().write('.');
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nobodyListensIsAFailureWithAReason() {
        Failed failed = (Failed) destination.deliver(outcome(SECRET), new HttpSettings("http://127.0.0.1:1/"));

        assertThat(failed.errorType()).isEqualTo("Http.NoAnswer");
        assertThat(failed.errorMessage()).contains("refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://[::1]/",
                "http://169.254.169.254/latest/meta-data/",
                "http://10.1.2.3/",
                "http://192.168.0.1:8443/",
                "http://100.64.0.1/",
                "http://224.0.0.1/",
                "http://0.0.0.0/",
                "http://[::ffff:127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[fd00::1]/",
                "http://[fe80::1]/"
            })
    void addressesThatAreNotTheInternetsAreRefused(String url) {
        try (HttpDestination strict = destination(SHORT)) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> strict.validate(new HttpSettings(url)))
                    .withMessageContaining("nothing is posted to");

            Failed failed = (Failed) strict.deliver(outcome(SECRET), new HttpSettings(url));
            assertThat(failed.errorType()).isEqualTo("Http.AddressRefused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://2130706433/", "http://localhost/"})
    void namesOfSuchAddressesAreRefusedWhenTheyAreUsed(String url) {
        try (HttpDestination strict = destination(SHORT)) {
            strict.validate(new HttpSettings(url));

            Failed failed = (Failed) strict.deliver(outcome(SECRET), new HttpSettings(url));
            assertThat(failed.errorType()).isIn("Http.AddressRefused", "Http.NoAnswer");
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void aNameThatIsBoundAnewIsJudgedAnewAndConnectedToWhereItWasJudged() throws IOException {
        int port = start("127.0.0.2", 0, answering(200, "the allowed one"));
        start("127.0.0.1", port, answering(200, "the other one"));
        List<String> answers = new ArrayList<>(List.of("127.0.0.2", "127.0.0.1", "127.0.0.1"));
        CheckedResolver.NameLookup rebinding = host -> List.of(InetAddress.ofLiteral(answers.removeFirst()));

        try (HttpDestination strict =
                new HttpDestination(new AddressRules(List.of("127.0.0.2")), LONG, InstantSource.system(), rebinding)) {
            HttpSettings settings = new HttpSettings("http://rebinding.example.com:" + port + "/");
            DeliveryOutcome first = strict.deliver(outcome(SECRET), settings);
            assertThat(answers).as("one look-up for judging and connecting").hasSize(2);
            DeliveryOutcome second = strict.deliver(outcome(SECRET), settings);

            assertThat(((Delivered) first).reply().body()).isEqualTo("the allowed one");
            assertThat(((Failed) second).errorType()).isEqualTo("Http.AddressRefused");
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void aHostThatTheAdministratorNamesMayBeAnywhere() {
        int port = start("127.0.0.1", 0, answering(204, ""));
        CheckedResolver.NameLookup names = host -> List.of(InetAddress.ofLiteral("127.0.0.1"));

        try (HttpDestination some = new HttpDestination(
                new AddressRules(List.of("hooks.example.com")), LONG, InstantSource.system(), names)) {
            assertThat(some.deliver(outcome(SECRET), new HttpSettings("http://hooks.example.com:" + port)))
                    .isInstanceOf(Delivered.class);
            assertThat(some.deliver(outcome(SECRET), new HttpSettings("http://other.example.com:" + port)))
                    .isInstanceOf(Failed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/",
                "https://user:pass@example.com/",
                "https://example.com/#x",
                "/x",
                "https:",
                "",
                "http://0x7f.1/"
            })
    void whatIsNoEndpointIsRefused(String url) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> new HttpSettings(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64 at all, not at all"})
    void whatIsNoSecretIsRefused(String secret) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> destination.validateSecret(new SecretText(secret)))
                .withMessageContaining("openssl");
    }
}
