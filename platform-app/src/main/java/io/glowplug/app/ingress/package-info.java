// SPDX-License-Identifier: Apache-2.0
/**
 * The server on the ingress port, where the outside world meets the user's functions and nothing else: a web server of
 * its own in this process, without the filters, the controllers and the cookies of the console's.
 *
 * <p>Start at {@link IngressServer}; {@link IngressServlet} hands each request to the {@link io.glowplug.trigger.Ingress}.
 *
 * <p>Invariant: neither server has a way to what the other one serves.
 */
@NullMarked
package io.glowplug.app.ingress;

import org.jspecify.annotations.NullMarked;
