// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Tells the client those of a name's addresses that it may connect to, and fails where there are none. */
final class CheckedResolver implements DnsResolver {

    private final AddressRules rules;
    private final NameLookup names;

    CheckedResolver(AddressRules rules, NameLookup names) {
        this.rules = rules;
        this.names = names;
    }

    /** Asks for the addresses of a name; an address in letters is its own. */
    @FunctionalInterface
    interface NameLookup {
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        String refusal = "";
        List<InetSocketAddress> open = new ArrayList<>();
        for (InetAddress address : names.addresses(host)) {
            var refused = rules.refusal(host, address, port);
            if (refused.isEmpty()) {
                open.add(new InetSocketAddress(address, port));
            } else {
                refusal = address.getHostAddress() + " " + refused.get();
            }
        }
        if (open.isEmpty()) {
            throw new RefusedAddressException(host, refusal);
        }
        return open;
    }

    /** Without a port nothing can be judged; the client asks with one. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
