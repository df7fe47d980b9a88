// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.wiring;

import io.glowplug.app.ingress.IngressServer;
import io.glowplug.app.settings.DataDirectory;
import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.runtime.RuntimeStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the administrator, once the platform takes requests, where it is and how to get in. */
@Component
class StartMessage {

    private static final Logger log = LoggerFactory.getLogger(StartMessage.class);

    private final PlatformProperties properties;
    private final DataDirectory data;
    private final RuntimeStatus runtime;
    private final IngressServer ingress;

    StartMessage(PlatformProperties properties, DataDirectory data, RuntimeStatus runtime, IngressServer ingress) {
        this.properties = properties;
        this.data = data;
        this.runtime = runtime;
        this.ingress = ingress;
    }

    @EventListener
    void ready(AvailabilityChangeEvent<ReadinessState> event) {
        if (event.getState() != ReadinessState.ACCEPTING_TRAFFIC
                || !(event.getSource() instanceof WebServerApplicationContext context)
                || context.getWebServer() == null) {
            return;
        }
        log.info(
                """
                Glowplug is ready
                    console and API  http://{}:{}
                    ingress          {}
                    access key       {}
                    sandbox          {}""",
                properties.bindAddress(),
                context.getWebServer().getPort(),
                ingress.address(),
                properties.adminAccessKeyId() == null
                        ? data.resolve("admin-credentials")
                        : "GLOWPLUG_ADMIN_ACCESS_KEY_ID",
                runtime.sandbox().description());
    }
}
