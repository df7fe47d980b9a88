// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationPolicyTest {

    private static final InetAddress OWN = InetAddress.ofLiteral("93.184.215.99");

    private static DestinationPolicy policy(String... allow) {
        return new DestinationPolicy(List.of(allow), OWN::equals);
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.215.14", "2606:4700::1111", "172.32.0.1", "100.128.0.1"})
    void withoutAListEveryPublicAddressIsOpen(String literal) {
        assertThat(policy().refusal(address(literal), 443)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
                        "100.64.0.1",
                "169.254.169.254", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1",
                "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "93.184.215.99"
            })
    void reservedAddressesAndTheHostItselfAreClosed(String literal) {
        assertThat(policy().refusal(address(literal), 443)).isPresent();
    }

    @Test
    void aListedRangeOpensReservedAddressesAndClosesAllOthers() {
        DestinationPolicy listed = policy("10.0.0.5/32:5432", "192.168.0.0/16");

        assertThat(listed.refusal(address("10.0.0.5"), 5432)).isEmpty();
        assertThat(listed.refusal(address("10.0.0.5"), 5433)).contains("is private");
        assertThat(listed.refusal(address("192.168.7.7"), 1)).isEmpty();
        assertThat(listed.refusal(address("8.8.8.8"), 53)).contains("is not on the function's list");
        assertThat(listed.refusal("example.com"))
                .as("names, when none is listed")
                .isPresent();
    }

    @Test
    void aListedNameOpensThePublicAddressesThatItWasToldFor() {
        DestinationPolicy listed = policy("api.example.com:443");

        assertThat(listed.refusal(address("93.184.215.14"), 443)).isPresent();
        assertThat(listed.refusal("api.example.com")).isEmpty();
        assertThat(listed.refusal("exfiltrated-secret.example.com")).isPresent();
        assertThat(listed.tell("api.example.com", List.of(address("93.184.215.14"), address("169.254.169.254"), OWN)))
                .containsExactly(address("93.184.215.14"));
        assertThat(listed.refusal(address("93.184.215.14"), 443)).isEmpty();
        assertThat(listed.refusal(address("93.184.215.14"), 80)).isPresent();
        assertThat(listed.refusal(address("169.254.169.254"), 443)).isPresent();
    }

    @Test
    void aNameWithoutPublicAddressesIsToldWhereItsRangeIsListedToo() {
        assertThat(policy("db.corp.example", "10.0.0.0/8").tell("db.corp.example", List.of(address("10.0.0.5"))))
                .hasSize(1);
        assertThat(policy("db.corp.example").tell("db.corp.example", List.of(address("10.0.0.5"))))
                .isEmpty();
    }
}
