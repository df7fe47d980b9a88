// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import io.glowplug.registry.NetworkRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Which addresses a store may have. Stores stand in private networks and on this host, so those are open; what is never a
 * store, such as a cloud's metadata service with the machine's credentials, is open only if the administrator says so.
 */
public final class EndpointRules implements DnsResolver {

    private static final List<NetworkRule.Range> NEVER_A_STORE = Stream.of(
                    "169.254.0.0/16",
                    "fe80::/10",
                    "fd00:ec2::254/128",
                    "fd20:ce::254/128",
                    "100.100.100.200/32",
                    "0.0.0.0/8",
                    "::/128",
                    "224.0.0.0/4",
                    "255.255.255.255/32",
                    "ff00::/8",
                    // IPv4 in disguise, of whatever kind.
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "2002::/16",
                    "2001::/32")
            .map(range -> (NetworkRule.Range) NetworkRule.parse(range).orElseThrow())
            .toList();

    private final List<NetworkRule> allowed;

    /** @param allowed as in {@link NetworkRule} */
    public EndpointRules(List<String> allowed) {
        this.allowed = allowed.stream()
                .map(text -> NetworkRule.parse(text.strip())
                        .orElseThrow(() -> new IllegalArgumentException(text + " " + NetworkRule.RULE)))
                .toList();
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        List<InetSocketAddress> open = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (isOpen(host, address, port)) {
                open.add(new InetSocketAddress(address, port));
            }
        }
        if (open.isEmpty()) {
            throw new UnknownHostException(refusal(host));
        }
        return open;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] open = Stream.of(InetAddress.getAllByName(host))
                .filter(address -> isOpen(host, address, -1))
                .toArray(InetAddress[]::new);
        if (open.length == 0) {
            throw new UnknownHostException(refusal(host));
        }
        return open;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private boolean isOpen(String host, InetAddress address, int port) {
        return NEVER_A_STORE.stream().noneMatch(range -> range.contains(address))
                || allowed.stream().anyMatch(rule -> covers(rule, host, address, port));
    }

    private static boolean covers(NetworkRule rule, String host, InetAddress address, int port) {
        return switch (rule) {
            case NetworkRule.Range range -> range.contains(address) && (port < 0 || range.coversPort(port));
            case NetworkRule.Host name ->
                name.name().equals(host.toLowerCase(Locale.ROOT)) && (port < 0 || name.coversPort(port));
        };
    }

    private static String refusal(String host) {
        return host + " has no address that a store may have: link-local addresses, as metadata services of clouds are,"
                + " and addresses of no single host are closed. The administrator can open one by"
                + " GLOWPLUG_TRIGGER_OBJECT_ALLOW";
    }
}
