// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.glowplug.app.doors.ScriptedIngress;
import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.app.settings.StartRefusedException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS from PEM files, as they are exchanged under a running server. */
class IngressTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    private static PlatformProperties platform() {
        return new PlatformProperties(0, "127.0.0.1", "", null, "", "", "", 1, null, null, null, 1, null, null, null);
    }

    private IngressServer server(String certificate, String key) {
        return new IngressServer(
                platform(), new IngressServerProperties(0, certificate, key, "", 100), new ScriptedIngress());
    }

    @Test
    void aNewCertificateIsServedWithoutARestartAndABrokenOneIsNot() throws Exception {
        Path certificate = directory.resolve("tls.crt");
        Path key = directory.resolve("tls.key");
        lay("first", certificate, key);
        IngressServer server = server(certificate.toString(), key.toString());
        server.start();
        try {
            HttpResponse<String> answer = get(server);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).startsWith("GET|/tls|");
            assertThat(subject(answer)).isEqualTo("CN=first");
            assertThat(server.address()).startsWith("https://127.0.0.1:");

            Files.writeString(key, "not a key");
            assertThat(subject(get(server))).isEqualTo("CN=first");

            lay("second", certificate, key);
            await("the second certificate is served")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> subject(get(server)).equals("CN=second"));
        } finally {
            server.stop();
        }
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void whatCannotBeOpenedIsSaidByTheSettingsName() throws Exception {
        assertThatThrownBy(() -> server("/tls.crt", null))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("GLOWPLUG_INGRESS_TLS_PRIVATE_KEY");
        assertThatThrownBy(() -> server("/none.crt", "/none.key"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("GLOWPLUG_INGRESS_TLS_CERTIFICATE");
        try (ServerSocket taken = new ServerSocket(0)) {
            IngressServer server = new IngressServer(
                    platform(),
                    new IngressServerProperties(taken.getLocalPort(), null, null, "", 100),
                    new ScriptedIngress());
            assertThatThrownBy(server::start)
                    .isInstanceOf(StartRefusedException.class)
                    .hasMessageContaining("ingress port " + taken.getLocalPort());
        }
        assertThatThrownBy(() -> ForwardedFor.trusting("10.0.0.0/8, somewhere"))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("somewhere");
    }

    private static String subject(HttpResponse<String> answer) throws Exception {
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    /** A client of its own, since one that is kept would go on with its connection. */
    private static HttpResponse<String> get(IngressServer server) throws Exception {
        SSLContext anybody = SSLContext.getInstance("TLS");
        anybody.init(null, new TrustManager[] {new TrustsAnybody()}, null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(anybody).build()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + "/tls"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private void lay(String name, Path certificate, Path key) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate(name).getEncoded()));
        Files.writeString(
                key,
                pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }
}
