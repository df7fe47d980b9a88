// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

import io.glowplug.registry.NetworkRule;
import io.glowplug.runtime.ReservedAddresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What one environment may reach. A listed name stands for the addresses that this environment was told for it, and
 * never for a reserved one: who owns a name's records must not get to choose what is open. Only a listed address or
 * range opens those.
 */
final class DestinationPolicy {

    private static final int MAX_ADDRESSES_PER_NAME = 64;
    private static final String NOT_LISTED = "is not on the function's list";

    private final List<NetworkRule.Range> ranges = new ArrayList<>();
    private final List<NetworkRule.Host> hosts = new ArrayList<>();
    private final Map<String, Set<InetAddress>> told = new ConcurrentHashMap<>();
    private final Predicate<InetAddress> ofThisHost;

    /** @param ofThisHost tells addresses of this machine's own */
    DestinationPolicy(List<String> allow, Predicate<InetAddress> ofThisHost) {
        this.ofThisHost = ofThisHost;
        for (String text : allow) {
            switch (NetworkRule.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("no destination: " + text))) {
                case NetworkRule.Range range -> ranges.add(range);
                case NetworkRule.Host host -> hosts.add(host);
            }
        }
    }

    private boolean listsNothing() {
        return ranges.isEmpty() && hosts.isEmpty();
    }

    /** Returns why a connection is refused, to be read after "because it", or empty if it may be made. */
    Optional<String> refusal(InetAddress address, int port) {
        if (ranges.stream().anyMatch(range -> range.contains(address) && range.coversPort(port))) {
            return Optional.empty();
        }
        Optional<String> special = special(address);
        if (special.isPresent() || listsNothing() || listedByName(address, port)) {
            return special;
        }
        return Optional.of(NOT_LISTED);
    }

    private Optional<String> special(InetAddress address) {
        return ofThisHost.test(address) ? Optional.of("is this host") : ReservedAddresses.reason(address);
    }

    private boolean listedByName(InetAddress address, int port) {
        return hosts.stream()
                .anyMatch(host -> host.coversPort(port)
                        && told.getOrDefault(host.name(), Set.of()).contains(address));
    }

    /** Returns why a name is not resolved, or empty if it may be. Queries can carry data out as well. */
    Optional<String> refusal(String name) {
        boolean listed = hosts.stream().anyMatch(host -> host.name().equals(name));
        return listed || listsNothing() ? Optional.empty() : Optional.of(NOT_LISTED);
    }

    /** Returns those of a name's addresses that may be told, and remembers them. */
    List<InetAddress> tell(String name, List<InetAddress> addresses) {
        List<InetAddress> open = addresses.stream()
                .filter(address ->
                        special(address).isEmpty() || ranges.stream().anyMatch(range -> range.contains(address)))
                .toList();
        if (!listsNothing()) {
            Set<InetAddress> known = told.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet());
            if (known.size() < MAX_ADDRESSES_PER_NAME) {
                known.addAll(open);
            }
        }
        return open;
    }
}
