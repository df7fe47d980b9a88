// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP endpoints as destinations, by the rules of Standard Webhooks (https://www.standardwebhooks.com).
 *
 * <p>Start at {@link HttpDestination}; {@link HttpPoster} makes the request, {@link AddressRules} says where to.
 *
 * <p>Invariant: a connection is made only to an address that was judged, since the client asks {@link CheckedResolver}
 * and nobody else for addresses. A name cannot mean one address when it is judged and another when it is connected to.
 */
@NullMarked
package io.glowplug.dispatch.destination.http;

import org.jspecify.annotations.NullMarked;
