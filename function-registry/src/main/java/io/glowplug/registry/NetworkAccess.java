// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.List;

/**
 * What a function can reach over the network.
 *
 * @param allow destinations as {@link NetworkRule} reads them: with any, only these are reachable, and ranges among
 *     them open what is blocked otherwise; only for {@link Mode#INTERNET}
 */
public record NetworkAccess(Mode mode, List<String> allow) {

    public static final NetworkAccess NONE = new NetworkAccess(Mode.NONE, List.of());
    public static final NetworkAccess INTERNET = new NetworkAccess(Mode.INTERNET, List.of());
    public static final NetworkAccess HOST = new NetworkAccess(Mode.HOST, List.of());

    public enum Mode {
        /** Nothing but itself: a network namespace with only a loopback device. The default. */
        NONE,
        /** Public addresses by TCP, through the platform; neither the host nor private networks unless listed. */
        INTERNET,
        /** Whatever the host reaches, loopback included. */
        HOST
    }

    public NetworkAccess {
        allow = List.copyOf(allow);
    }
}
