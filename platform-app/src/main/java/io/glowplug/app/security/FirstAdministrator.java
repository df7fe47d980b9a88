// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import io.glowplug.app.settings.DataDirectory;
import io.glowplug.app.settings.PlatformProperties;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Sees to it, before the first request, that there is an administrator. */
@Component
class FirstAdministrator implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

    private static final String CREDENTIALS_FILE = "admin-credentials";

    private final AccessKeys keys;
    private final AccessKeyRing ring;
    private final PlatformProperties properties;
    private final DataDirectory data;

    FirstAdministrator(AccessKeys keys, AccessKeyRing ring, PlatformProperties properties, DataDirectory data) {
        this.keys = keys;
        this.ring = ring;
        this.properties = properties;
        this.data = data;
    }

    @Override
    public void afterSingletonsInstantiated() {
        ring.readFirst();
        String id = properties.adminAccessKeyId();
        String secret = properties.adminSecretAccessKey();
        if (id != null && secret != null) {
            keys.ensureAdministrator(id, secret);
        } else {
            keys.createFirst().ifPresent(this::announce);
        }
    }

    private void announce(AccessKeys.Issued issued) {
        String id = issued.key().id();
        Path file = data.writeSecret(
                CREDENTIALS_FILE,
                "GLOWPLUG_ADMIN_ACCESS_KEY_ID=" + id + "\nGLOWPLUG_ADMIN_SECRET_ACCESS_KEY=" + issued.secret() + "\n");
        log.info("""
                First start: an administrator's access key was made. It is shown this once and kept in {}
                    access key id      {}
                    secret access key  {}""", file, id, issued.secret());
    }
}
