// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.wiring;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Needs from elsewhere: an {@code InstantSource}, a {@code RuntimeCatalog} and a {@code SecretCipher}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistryProperties.class)
class RegistryConfiguration {}
