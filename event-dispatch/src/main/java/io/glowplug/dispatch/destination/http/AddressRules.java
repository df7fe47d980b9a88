// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import io.glowplug.registry.NetworkRule;
import io.glowplug.runtime.ReservedAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses outcomes may be posted to: those of the internet, and what the administrator allows beyond. Users
 * choose the addresses, and the request comes from inside of the operator's network.
 */
public final class AddressRules {

    private final List<NetworkRule.Range> ranges = new ArrayList<>();
    private final List<NetworkRule.Host> hosts = new ArrayList<>();

    /** @param allow as in {@link NetworkRule} */
    public AddressRules(List<String> allow) {
        for (String text : allow) {
            switch (NetworkRule.parse(text.strip())
                    .orElseThrow(() -> new IllegalArgumentException(text + " " + NetworkRule.RULE))) {
                case NetworkRule.Range range -> ranges.add(range);
                case NetworkRule.Host host -> hosts.add(host);
            }
        }
    }

    /** Returns why nothing is posted to that address, to be read after "because it", or empty if it may be. */
    Optional<String> refusal(String host, InetAddress address, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        if (hosts.stream().anyMatch(rule -> rule.name().equals(name) && rule.coversPort(port))
                || ranges.stream().anyMatch(range -> range.contains(address) && range.coversPort(port))) {
            return Optional.empty();
        }
        Optional<String> reserved = ReservedAddresses.reason(address);
        return reserved.isEmpty() && ReservedAddresses.isOfThisHost(address) ? Optional.of("is this host") : reserved;
    }
}
