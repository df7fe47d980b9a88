// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import io.glowplug.registry.Violations;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How to prove who is who to a cluster of the user's own.
 *
 * @param protocol {@code PLAINTEXT}, {@code SSL}, {@code SASL_PLAINTEXT} or {@code SASL_SSL}
 * @param saslMechanism {@code PLAIN}, {@code SCRAM-SHA-256} or {@code SCRAM-SHA-512}; with the SASL protocols only
 * @param truststorePem the certificates to trust, or null for the JDK's own
 * @param keystorePem this client's certificate chain, for brokers that ask for one
 * @param keystoreKey its unencrypted PKCS #8 key in PEM
 */
record KafkaSecuritySettings(
        String protocol,
        @Nullable String saslMechanism,
        @Nullable String username,
        @Nullable SecretReference password,
        @Nullable String truststorePem,
        @Nullable String keystorePem,
        @Nullable SecretReference keystoreKey) {

    private static final Set<String> PROTOCOLS = Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    KafkaSecuritySettings {
        Violations violations = Violations.of()
                .check(protocol != null && PROTOCOLS.contains(protocol), "security.protocol", oneOf(PROTOCOLS));
        boolean sasl = protocol != null && protocol.startsWith("SASL_");
        boolean tls = protocol != null && protocol.endsWith("SSL");
        if (sasl) {
            violations
                    .check(
                            saslMechanism != null && MECHANISMS.contains(saslMechanism),
                            "security.saslMechanism",
                            oneOf(MECHANISMS))
                    .check(username != null && !username.isEmpty(), "security.username", "is needed with SASL")
                    .check(password != null, "security.password", "is needed with SASL");
        } else {
            violations
                    .check(saslMechanism == null, "security.saslMechanism", "goes only with a SASL protocol")
                    .check(username == null, "security.username", "goes only with a SASL protocol")
                    .check(password == null, "security.password", "goes only with a SASL protocol");
        }
        violations
                .check(tls || truststorePem == null, "security.truststorePem", "goes only with SSL or SASL_SSL")
                .check(tls || keystorePem == null, "security.keystorePem", "goes only with SSL or SASL_SSL")
                .check(isPem(truststorePem), "security.truststorePem", "must be certificates in PEM")
                .check(isPem(keystorePem), "security.keystorePem", "must be a certificate chain in PEM")
                .check(
                        (keystorePem == null) == (keystoreKey == null),
                        "security.keystoreKey",
                        "and keystorePem go together")
                .refuseIfAny();
    }

    private static boolean isPem(@Nullable String text) {
        return text == null || text.contains("-----BEGIN CERTIFICATE-----");
    }

    private static String oneOf(Set<String> choices) {
        return "must be one of " + String.join(", ", new TreeSet<>(choices));
    }
}
