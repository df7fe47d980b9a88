// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.ingress;

import io.glowplug.app.settings.StartRefusedException;
import io.glowplug.registry.NetworkRule;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, seen through proxies that are trusted: the last address in {@code X-Forwarded-For} that none of
 * them has. Everybody can send that header, so without such a proxy in between it says nothing.
 */
final class ForwardedFor {

    private final List<NetworkRule.Range> proxies;

    private ForwardedFor(List<NetworkRule.Range> proxies) {
        this.proxies = proxies;
    }

    static ForwardedFor trusting(String proxies) {
        if (proxies.isBlank()) {
            return new ForwardedFor(List.of());
        }
        return new ForwardedFor(Arrays.stream(proxies.strip().split("\\s*,\\s*", -1))
                .map(text -> range(text, proxies))
                .toList());
    }

    private static NetworkRule.Range range(String text, String all) {
        if (NetworkRule.parse(text).orElse(null) instanceof NetworkRule.Range range) {
            return range;
        }
        throw new StartRefusedException(
                "GLOWPLUG_INGRESS_TRUSTED_PROXIES is \"" + all + "\": " + text + " is no address or range.",
                "Write addresses such as 10.0.0.7 and ranges such as 10.0.0.0/8, separated by commas.");
    }

    String of(HttpServletRequest request) {
        String peer = request.getRemoteAddr();
        if (proxies.isEmpty() || !isTrusted(peer)) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        for (String header : Collections.list(request.getHeaders("X-Forwarded-For"))) {
            for (String hop : header.split(",", -1)) {
                hops.add(hop.strip());
            }
        }
        String sender = peer;
        for (String hop : hops.reversed()) {
            if (literal(hop) == null) {
                return sender;
            }
            sender = hop;
            if (!isTrusted(hop)) {
                return sender;
            }
        }
        return sender;
    }

    private boolean isTrusted(String address) {
        InetAddress literal = literal(address);
        return literal != null && proxies.stream().anyMatch(range -> range.contains(literal));
    }

    private static @Nullable InetAddress literal(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
