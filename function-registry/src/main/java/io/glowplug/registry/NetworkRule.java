// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A destination that a function may reach: {@code api.example.com}, {@code api.example.com:443}, {@code 10.0.0.5},
 * {@code 10.0.0.0/8}, {@code 10.0.0.5/32:5432}, {@code fd00::/8}, {@code [fd00::5]:5432}, {@code [fd00::/8]:443}.
 * Without a port, every port is meant.
 */
public sealed interface NetworkRule {

    String RULE = "must be a host name with a dot, an address or a range such as 10.0.0.0/8 (IPv6 in brackets where a "
            + "port follows), optionally with a port: api.example.com:443";

    OptionalInt port();

    /** Addresses that share their first {@code prefix} bits with {@code network}. */
    record Range(InetAddress network, int prefix, OptionalInt port) implements NetworkRule {

        /** Whether the address lies in the range, whatever the port. */
        public boolean contains(InetAddress address) {
            byte[] wanted = network.getAddress();
            byte[] actual = address.getAddress();
            if (wanted.length != actual.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit += 8) {
                int mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit));
                if (((wanted[bit / 8] ^ actual[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A host by its name, in lower case. */
    record Host(String name, OptionalInt port) implements NetworkRule {}

    /** Whether the rule says nothing about the port, or this one. */
    default boolean coversPort(int wanted) {
        return port().isEmpty() || port().getAsInt() == wanted;
    }

    static Optional<NetworkRule> parse(String text) {
        return Syntax.parse(text);
    }

    /** How rules are written. */
    final class Syntax {

        private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*):([0-9]{1,5})");
        private static final Pattern RANGE = Pattern.compile("([0-9a-fA-F:.]+)(?:/([0-9]{1,3}))?");
        private static final Pattern IPV4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");
        private static final Pattern NAME = Pattern.compile(
                "(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");
        private static final int MAX_PORT = 65_535;

        private Syntax() {}

        static Optional<NetworkRule> parse(String text) {
            String destination = text;
            OptionalInt port = OptionalInt.empty();
            Matcher withPort = WITH_PORT.matcher(text);
            if (withPort.matches()) {
                destination = withPort.group(1);
                port = OptionalInt.of(Integer.parseInt(withPort.group(2)));
                if (port.getAsInt() < 1 || port.getAsInt() > MAX_PORT) {
                    return Optional.empty();
                }
            }
            if (destination.startsWith("[") && destination.endsWith("]")) {
                destination = destination.substring(1, destination.length() - 1);
                if (!destination.contains(":")) {
                    return Optional.empty();
                }
            }
            String name = destination.toLowerCase(Locale.ROOT);
            if (NAME.matcher(name).matches()) {
                return Optional.of(new Host(name, port));
            }
            return range(destination, port);
        }

        private static Optional<NetworkRule> range(String text, OptionalInt port) {
            Matcher parts = RANGE.matcher(text);
            if (!parts.matches()
                    || !(parts.group(1).contains(":")
                            || IPV4.matcher(parts.group(1)).matches())) {
                return Optional.empty();
            }
            try {
                InetAddress network = InetAddress.ofLiteral(parts.group(1));
                int bits = network.getAddress().length * 8;
                int prefix = parts.group(2) == null ? bits : Integer.parseInt(parts.group(2));
                return prefix > bits ? Optional.empty() : Optional.of(new Range(network, prefix, port));
            } catch (IllegalArgumentException noAddress) {
                return Optional.empty();
            }
        }
    }
}
