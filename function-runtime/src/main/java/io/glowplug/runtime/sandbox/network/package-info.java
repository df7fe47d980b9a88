// SPDX-License-Identifier: Apache-2.0
/**
 * What functions with network access {@code INTERNET} reach, decided here, in the platform.
 *
 * <p>Start at {@link InternetAccess}. Connections of a function end at {@code glowplug-init} beside its sandbox, which
 * hands them to its environment's {@link InternetGateway} with where they were meant to go; {@link DestinationPolicy} says
 * yes or no, and the gateway makes the connection in the function's place. Why it looks the way it does is told in {@code
 * docs/adr/0016-network-of-functions.md}.
 */
@NullMarked
package io.glowplug.runtime.sandbox.network;

import org.jspecify.annotations.NullMarked;
