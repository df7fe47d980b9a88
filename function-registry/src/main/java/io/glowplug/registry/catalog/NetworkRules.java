// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.NetworkRule;
import io.glowplug.registry.Violations;

/** What a function's network settings may be. */
final class NetworkRules {

    private static final int MAX_ALLOWED = 64;

    private NetworkRules() {}

    static void check(Violations violations, NetworkAccess network) {
        violations
                .check(
                        network.allow().isEmpty() || network.mode() == NetworkAccess.Mode.INTERNET,
                        "networkAllow",
                        "must be empty unless network is internet")
                .check(network.allow().size() <= MAX_ALLOWED, "networkAllow", "must be at most " + MAX_ALLOWED);
        for (int i = 0; i < network.allow().size(); i++) {
            String field = "networkAllow[" + i + "]";
            NetworkRule.parse(network.allow().get(i))
                    .ifPresentOrElse(
                            rule -> violations.check(
                                    !isLoopback(rule),
                                    field,
                                    "must not be a loopback address: those are the function's own, not the host's"),
                            () -> violations.check(false, field, NetworkRule.RULE));
        }
    }

    private static boolean isLoopback(NetworkRule rule) {
        return rule instanceof NetworkRule.Range range && range.network().isLoopbackAddress();
    }
}
