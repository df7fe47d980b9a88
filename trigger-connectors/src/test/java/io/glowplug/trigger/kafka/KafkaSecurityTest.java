// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static io.glowplug.trigger.kafka.KafkaRig.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.testing.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A broker that asks for passwords on one port, and for passwords and client certificates on another. */
class KafkaSecurityTest {

    private static final String PASSWORD = "quo\"ted\\ pass; word";
    private static final String PLAIN_LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required user_alice=\"simple\";";
    private static final String SCRAM_LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required;";

    @TempDir
    static Path secrets;

    private static TestCertificate brokersOwn;
    private static TestCertificate clientsOwn;
    private static TestBroker broker;
    private static int passwordPort;
    private static int certificatePort;

    @BeforeAll
    static void start() throws Exception {
        brokersOwn = TestCertificate.make(secrets, "broker");
        clientsOwn = TestCertificate.make(secrets, "client");
        Files.writeString(secrets.resolve("client.key"), clientsOwn.key());
        Files.writeString(secrets.resolve("kafka-password"), PASSWORD + "\n");
        Files.writeString(secrets.resolve("simple-password"), "simple");
        Files.writeString(secrets.resolve("wrong-password"), "guess");
        passwordPort = FreePorts.next();
        certificatePort = FreePorts.next();
        broker = new TestBroker(Map.ofEntries(
                Map.entry(
                        "listeners",
                        "SASL_PLAINTEXT://127.0.0.1:" + passwordPort + ",SASL_SSL://127.0.0.1:" + certificatePort),
                Map.entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512"),
                Map.entry("listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config", SCRAM_LOGIN),
                Map.entry("listener.name.sasl_plaintext.plain.sasl.jaas.config", PLAIN_LOGIN),
                Map.entry("listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config", SCRAM_LOGIN),
                Map.entry("listener.name.sasl_ssl.plain.sasl.jaas.config", PLAIN_LOGIN),
                Map.entry("listener.name.sasl_ssl.ssl.client.auth", "required"),
                Map.entry("ssl.keystore.type", "PEM"),
                Map.entry("ssl.keystore.certificate.chain", brokersOwn.certificate()),
                Map.entry("ssl.keystore.key", brokersOwn.key()),
                Map.entry("ssl.truststore.type", "PEM"),
                Map.entry("ssl.truststore.certificates", clientsOwn.certificate())));
        try (Admin admin = broker.admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "alice", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void readsWithAScramPasswordWhateverCharactersItHas() {
        String topic = broker.topic(1);
        broker.produce(topic, 0, List.of("secret"));
        try (KafkaRig rig = rig(topic, passwordPort, scram("kafka-password"))) {
            rig.open();
            rig.awaitRecords(1);
        }
    }

    @Test
    void readsOverTlsWithAPasswordAndACertificateOfItsOwn() {
        String topic = broker.topic(1);
        broker.produce(topic, 0, List.of("secret"));
        Map<String, Object> security = Map.of(
                "protocol", "SASL_SSL",
                "saslMechanism", "PLAIN",
                "username", "alice",
                "password", Map.of("file", "simple-password"),
                "truststorePem", brokersOwn.certificate(),
                "keystorePem", clientsOwn.certificate(),
                "keystoreKey", Map.of("file", "client.key"));
        try (KafkaRig rig = rig(topic, certificatePort, security)) {
            rig.open();
            rig.awaitRecords(1);
        }
    }

    @Test
    void doesNotTrustACertificateThatItWasNotToldToTrust() {
        Map<String, Object> security = Map.of(
                "protocol", "SASL_SSL",
                "saslMechanism", "PLAIN",
                "username", "alice",
                "password", Map.of("file", "simple-password"),
                "truststorePem", clientsOwn.certificate());
        try (KafkaRig rig = rig("any", certificatePort, security)) {
            rig.open();
            eventually(() -> assertThat(rig.source().health().problem())
                    .startsWith("broker refuses access since ")
                    .contains("SSL handshake failed")
                    .doesNotContain("simple"));
        }
    }

    @Test
    void saysThatThePasswordIsWrongWithoutRepeatingIt() {
        try (KafkaRig rig = rig("any", passwordPort, scram("wrong-password"))) {
            rig.open();
            eventually(() -> assertThat(rig.source().health().problem())
                    .startsWith("broker refuses access since ")
                    .contains("Authentication failed")
                    .doesNotContain("guess"));
        }
    }

    private static Map<String, Object> scram(String passwordFile) {
        return Map.of(
                "protocol", "SASL_PLAINTEXT",
                "saslMechanism", "SCRAM-SHA-512",
                "username", "alice",
                "password", Map.of("file", passwordFile));
    }

    private static KafkaRig rig(String topic, int port, Map<String, Object> security) {
        String settings = JsonMapper.builder()
                .build()
                .writeValueAsString(Map.of(
                        "topics", List.of(topic), "bootstrapServers", "127.0.0.1:" + port, "security", security));
        return new KafkaRig(broker, settings).secrets(secrets);
    }
}
