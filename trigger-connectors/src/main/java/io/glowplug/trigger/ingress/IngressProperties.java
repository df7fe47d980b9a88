// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are led to triggers.
 *
 * @param functionDomain the domain below which each function with a function URL has a host of its own, such as {@code
 *     resize.localhost}; default localhost
 */
@ConfigurationProperties("glowplug.trigger.ingress")
public record IngressProperties(@DefaultValue("localhost") String functionDomain) {

    public IngressProperties {
        functionDomain = functionDomain.toLowerCase(Locale.ROOT);
        if (!functionDomain.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw new IllegalArgumentException("glowplug.trigger.ingress.function-domain must be a domain name");
        }
    }
}
