// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** What a function can reach over the network. */
public enum NetworkAccess {
    /** Nothing but itself: a network namespace with only a loopback device. The default. */
    NONE,
    /** Whatever the host reaches, loopback included. */
    HOST
}
