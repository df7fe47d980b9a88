// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.wiring;

import io.glowplug.app.settings.PlatformProperties;
import io.glowplug.dispatch.NodeDescription;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the other nodes where this one is reached and what it is. */
@Component
class ThisNode implements NodeDescription {

    private final PlatformProperties properties;
    private volatile @Nullable String address;

    ThisNode(PlatformProperties properties) {
        this.properties = properties;
    }

    @EventListener
    void opened(WebServerInitializedEvent event) {
        address = host() + ":" + event.getWebServer().getPort();
    }

    @Override
    public @Nullable String address() {
        return address;
    }

    @Override
    public String version() {
        return PlatformVersion.text();
    }

    private String host() {
        try {
            return InetAddress.getByName(properties.bindAddress()).isAnyLocalAddress()
                    ? InetAddress.getLocalHost().getHostName()
                    : properties.bindAddress();
        } catch (UnknownHostException nameless) {
            return properties.bindAddress();
        }
    }
}
