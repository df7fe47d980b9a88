// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import io.glowplug.app.audit.AuditTrail;
import io.glowplug.app.security.SigningKeys;
import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.trigger.ObjectStore;
import io.glowplug.trigger.ObjectUploads;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Properties.class)
class S3Configuration {

    @Bean
    S3Server s3Server(
            ObjectStore store,
            ObjectUploads uploads,
            SigningKeys keys,
            AuditTrail audit,
            S3Properties properties,
            PlatformProperties platform) {
        return new S3Server(
                store, new S3Servlet(() -> new S3Handler(store, uploads, keys, audit)), properties, platform);
    }
}
