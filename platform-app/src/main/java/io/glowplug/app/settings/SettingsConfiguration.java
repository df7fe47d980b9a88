// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.settings;

import io.glowplug.dispatch.NodeName;
import java.nio.file.Path;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PlatformProperties.class)
class SettingsConfiguration {

    private static final String MASTER_KEY_FILE = "master-key";

    @Bean
    DataDirectory dataDirectory(PlatformProperties properties) {
        return DataDirectory.open(Path.of(properties.dataDir()));
    }

    @Bean
    NodeName nodeName(DataDirectory directory) {
        return NodeNameFile.in(directory);
    }

    @Bean
    MasterKey masterKey(PlatformProperties properties, DataDirectory directory) {
        String key = properties.masterKey();
        if (key == null) {
            key = directory.readSecret(MASTER_KEY_FILE).orElseGet(() -> {
                String generated = MasterKey.generate();
                directory.writeSecret(MASTER_KEY_FILE, generated);
                return generated;
            });
        }
        return MasterKey.ofBase64(key, SettingsCheck.keys(properties.masterKeysForReading()));
    }
}
