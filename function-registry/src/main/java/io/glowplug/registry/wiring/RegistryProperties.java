// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.wiring;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the registry on one node.
 *
 * @param codeDirectory where code is unpacked on this node's disk; created if missing; default {@code
 *     glowplug-data/code}
 * @param codeGrace how long code that nothing uses any more is kept, because a request that resolved it may still be
 *     on its way; default 1 hour
 * @param codeCollectionInterval time between two searches for unused code; default 10 minutes
 * @param activationInterval time between two searches for functions whose code some node took in but did not get to
 *     unpack; default 5 seconds. Functions created on this node do not wait for it.
 * @param concurrencyLimit most invocations that may run at once in all, of which 100 cannot be reserved; default 1000
 */
@ConfigurationProperties("glowplug.registry")
public record RegistryProperties(
        @DefaultValue("glowplug-data/code") Path codeDirectory,
        @DefaultValue("1h") Duration codeGrace,
        @DefaultValue("10m") Duration codeCollectionInterval,
        @DefaultValue("5s") Duration activationInterval,
        @DefaultValue("1000") int concurrencyLimit) {}
