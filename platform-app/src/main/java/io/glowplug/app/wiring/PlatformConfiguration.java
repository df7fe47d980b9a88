// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.wiring;

import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

@Configuration(proxyBeanMethods = false)
@EntityScan("io.glowplug")
@EnableJpaRepositories("io.glowplug")
class PlatformConfiguration {}
