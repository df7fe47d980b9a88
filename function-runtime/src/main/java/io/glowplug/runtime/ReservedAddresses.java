// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import io.glowplug.registry.NetworkRule;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Addresses that are not the internet: https://www.iana.org/assignments/iana-ipv4-special-registry and
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
public final class ReservedAddresses {

    private static final Map<String, List<NetworkRule.Range>> RANGES = new LinkedHashMap<>();

    static {
        reserve("is a loopback address", "127.0.0.0/8", "::1/128");
        reserve("is link-local, as metadata services of clouds are", "169.254.0.0/16", "fe80::/10");
        reserve("is private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10");
        reserve("belongs to a provider's own network", "100.64.0.0/10");
        // IPv4 in disguise, of whatever kind.
        reserve(
                "is translated to another address",
                "64:ff9b::/96",
                "64:ff9b:1::/48",
                "2002::/16",
                "2001::/32",
                "::/96");
        reserve("is no address of a single host", "224.0.0.0/4", "255.255.255.255/32", "ff00::/8");
        reserve(
                "is reserved",
                "0.0.0.0/8",
                "192.0.0.0/24",
                "192.0.2.0/24",
                "192.88.99.0/24",
                "198.18.0.0/15",
                "198.51.100.0/24",
                "203.0.113.0/24",
                "240.0.0.0/4",
                "100::/64",
                "2001:db8::/32",
                "5f00::/16");
    }

    private ReservedAddresses() {}

    private static void reserve(String reason, String... ranges) {
        RANGES.put(
                reason,
                Arrays.stream(ranges)
                        .map(range ->
                                (NetworkRule.Range) NetworkRule.parse(range).orElseThrow())
                        .toList());
    }

    /** Whether an address is this machine's own. Where the system does not say, it counts as such. */
    public static boolean isOfThisHost(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    /**
     * Returns what is special about the address, to be read after "because it", or empty if anybody's server may have
     * it.
     */
    public static Optional<String> reason(InetAddress address) {
        return RANGES.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(range -> range.contains(address)))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
