// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.wiring;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** Needs from elsewhere: an {@code InstantSource}, a {@code MeterRegistry}, and the doors of registry and dispatch. */
@Configuration(proxyBeanMethods = false)
@AutoConfigurationPackage(basePackages = "io.glowplug.trigger")
@EnableConfigurationProperties(TriggerProperties.class)
class TriggerConfiguration {}
