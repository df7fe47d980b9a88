// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.glowplug.registry.RefusedException;
import io.glowplug.trigger.kind.CheckedSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaSettingsTest {

    private static final KafkaCluster CLUSTER = () -> Map.of("bootstrap.servers", "127.0.0.1:1");

    @TempDir
    Path directory;

    @Test
    void takeTheirDefaults() {
        assertThat(read("{\"topics\":[\"a\"]}").json())
                .isEqualTo("{\"topics\":[\"a\"],\"startingPosition\":\"earliest\",\"eventShape\":\"lambda\"}");
        assertThat(read("{\"topicPattern\":\"a.*\",\"eventShape\":\"plain\"}").json())
                .isEqualTo("{\"topicPattern\":\"a.*\",\"startingPosition\":\"earliest\",\"eventShape\":\"plain\","
                        + "\"valueFormat\":\"json\"}");
    }

    @Test
    void keepReferencesToSecretsAsTheyAreWritten() {
        String settings = "{\"topics\":[\"a\"],\"startingPosition\":\"earliest\",\"eventShape\":\"lambda\","
                + "\"bootstrapServers\":\"broker:9092\",\"security\":{\"protocol\":\"SASL_PLAINTEXT\","
                + "\"saslMechanism\":\"PLAIN\",\"username\":\"alice\",\"password\":{\"env\":\"GLOWPLUG_SECRET_A\"}}}";
        assertThat(read(settings).json()).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {}                                                     | settings.topics             | or topicPattern must be given
            {"topics":["a"],"topicPattern":"b"}                    | settings.topics             | but not both
            {"topics":[]}                                          | settings.topics             | must name 1 to 100 topics
            {"topics":["a/b"]}                                     | settings.topics             | must be names of
            {"topics":[".."]}                                      | settings.topics             | must be names of
            {"topics":["a","a"]}                                   | settings.topics             | twice
            {"topicPattern":"("}                                   | settings.topicPattern       | regular expression
            {"topics":["a"],"startingPosition":"middle"}           | settings.startingPosition   | must be one of earliest, latest, timestamp
            {"topics":["a"],"startingPosition":"timestamp"}        | settings.startingTimestamp  | go together
            {"topics":["a"],"startingTimestamp":"2026-01-01T00:00:00Z"} | settings.startingTimestamp | go together
            {"topics":["a"],"valueFormat":"json"}                  | settings.valueFormat        | only with eventShape plain
            {"topics":["a"],"bootstrapServers":"broker"}           | settings.bootstrapServers   | host:port
            {"topics":["a"],"consumerGroup":"a b"}                 | settings.consumerGroup      | must be 1 to 200
            {"topics":["a"],"security":{"protocol":"PLAINTEXT"}}   | settings.security           | goes only with bootstrapServers
            {"topics":["a"],"bootstrapServers":"b:1","security":{"protocol":"TLS"}} | settings.security.protocol | must be one of PLAINTEXT
            {"topics":["a"],"bootstrapServers":"b:1","security":{"protocol":"SASL_SSL"}} | settings.security.password | is needed with SASL
            {"topics":["a"],"bootstrapServers":"b:1","security":{"protocol":"SSL","username":"u"}} | settings.security.username | goes only with a SASL protocol
            {"topics":["a"],"bootstrapServers":"b:1","security":{"protocol":"PLAINTEXT","truststorePem":"x"}} | settings.security.truststorePem | goes only with SSL
            {"topics":["a"],"bootstrapServers":"b:1","security":{"protocol":"SSL","truststorePem":"x"}} | settings.security.truststorePem | in PEM
            {"topics":["a"],"bootstrapServers":"b:1","security":{"protocol":"SASL_SSL","password":"hunter2"}} | settings.security | must not hold a secret
            {"topics":["a"],"bootstrapServers":"b:1","security":{"protocol":"SASL_SSL","password":{"env":"PATH"}}} | settings.security | GLOWPLUG_SECRET_
            """)
    void refuseWhatWillNotBeHonoured(String settings, String field, String rule) {
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> read(settings));

        assertThat(refused.violations()).anySatisfy(broken -> {
            assertThat(broken.field()).isEqualTo(field);
            assertThat(broken.rule()).contains(rule);
        });
        assertThat(refused).hasMessageNotContaining("hunter2");
    }

    @Test
    void secretsAreFoundOnlyWhereTheOperatorPutThem() throws Exception {
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("password"), "open sesame\n");
        Files.writeString(directory.resolve("outside"), "not for triggers");
        Files.createSymbolicLink(secrets.resolve("link"), directory.resolve("outside"));
        SecretResolver resolver = new SecretResolver(Map.of("GLOWPLUG_SECRET_A", "from env"), secrets);

        assertThat(resolver.resolve(new SecretReference("GLOWPLUG_SECRET_A", null)))
                .isEqualTo("from env");
        assertThat(resolver.resolve(new SecretReference(null, "password"))).isEqualTo("open sesame");
        for (SecretReference wrong : new SecretReference[] {
            new SecretReference("GLOWPLUG_SECRET_B", null),
            new SecretReference(null, "../outside"),
            new SecretReference(null, "link"),
            new SecretReference(null, directory.resolve("outside").toString()),
            new SecretReference(null, "absent"),
            new SecretReference(null, "."),
        }) {
            RefusedException refused = catchThrowableOfType(RefusedException.class, () -> resolver.resolve(wrong));
            assertThat(refused.violations())
                    .singleElement()
                    .satisfies(broken -> assertThat(broken.field()).isEqualTo("settings.security"));
        }
    }

    @Test
    void aPasswordCannotBreakOutOfTheLoginModulesLine() {
        assertThat(JaasLine.of("SCRAM-SHA-256", "al\"ice", "a\\b\nc;"))
                .isEqualTo("org.apache.kafka.common.security.scram.ScramLoginModule required username=\"al\\\"ice\""
                        + " password=\"a\\\\b\\012c;\";");
    }

    private CheckedSettings<?> read(String settings) {
        return new KafkaRig(CLUSTER, settings).readSettings();
    }
}
