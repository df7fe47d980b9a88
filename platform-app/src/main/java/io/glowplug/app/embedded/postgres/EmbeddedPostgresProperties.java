// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the embedded PostgreSQL.
 *
 * @param port on 127.0.0.1; 0, the default, for any free one
 * @param maxConnections most connections at once; 100 by default, the platform's pool being far smaller
 * @param sharedBuffers PostgreSQL's own cache, in its notation; 128MB by default
 * @param startTimeout longest wait for the server, recovery after a crash included; 5 minutes by default
 */
@ConfigurationProperties("glowplug.embedded-postgres")
record EmbeddedPostgresProperties(
        @DefaultValue("0") int port,
        @DefaultValue("100") int maxConnections,
        @DefaultValue("128MB") String sharedBuffers,
        @DefaultValue("5m") Duration startTimeout) {}
