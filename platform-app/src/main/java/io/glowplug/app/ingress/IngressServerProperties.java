// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The port that functions answer on.
 *
 * @param port 0 for any free one; default 8081
 * @param tlsCertificate a PEM file with the server's certificate and those between it and its root; by default the port
 *     speaks plain HTTP. Given exactly when {@code tlsPrivateKey} is.
 * @param tlsPrivateKey a PEM file with the certificate's private key, not encrypted
 * @param trustedProxies addresses and ranges, separated by commas, of proxies whose {@code X-Forwarded-For} is believed;
 *     none by default
 * @param maxConnections how many connections are open at the same time at most; default 8192
 */
@ConfigurationProperties("glowplug.ingress")
record IngressServerProperties(
        @DefaultValue("8081") int port,
        @Nullable String tlsCertificate,
        @Nullable String tlsPrivateKey,
        @DefaultValue("") String trustedProxies,
        @DefaultValue("8192") int maxConnections) {}
