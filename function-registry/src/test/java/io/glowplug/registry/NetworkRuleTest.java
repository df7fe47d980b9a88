// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkRuleTest {

    @Test
    void readsNamesWithAndWithoutAPort() {
        assertThat(NetworkRule.parse("API.example.com:443"))
                .contains(new NetworkRule.Host("api.example.com", OptionalInt.of(443)));
        assertThat(NetworkRule.parse("example.com")).contains(new NetworkRule.Host("example.com", OptionalInt.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5,            10.0.0.5,      10.0.0.6",
        "10.0.0.5/32:5432,    10.0.0.5,      10.0.0.4",
        "10.0.0.0/8,          10.255.1.1,    11.0.0.0",
        "10.32.0.0/11,        10.63.255.255, 10.64.0.0",
        "0.0.0.0/0,           8.8.8.8,       2001:db8::1",
        "fd00::/8,            fd12::1,       fe00::1",
        "[fd00::5]:5432,      fd00::5,       fd00::6",
        "'[fd00::/8]:443',    fd00::9,       10.0.0.1"
    })
    void rangesContainWhatTheySay(String rule, String inside, String outside) {
        var range = (NetworkRule.Range) NetworkRule.parse(rule).orElseThrow();

        assertThat(range.contains(InetAddress.ofLiteral(inside))).isTrue();
        assertThat(range.contains(InetAddress.ofLiteral(outside))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":", "localhost", "a b.c", "10.0.0.0/33", "10.0.0", "10.0.0.1.2", "300.1.1.1", "::/129",
                        "fe80::1%eth0",
                "a.b:0", "a.b:65536", "a.b:x", "[10.0.0.1]:5", "[::1", "http://a.b", "a.b/8", "*.a.b", "-a.b",
                        "1.2.3.4/-1"
            })
    void refusesWhatIsNoDestination(String text) {
        assertThat(NetworkRule.parse(text)).isEmpty();
    }
}
