// SPDX-License-Identifier: Apache-2.0
/**
 * The http connector: routes and function URLs, whose functions answer requests or take them as events.
 *
 * <p>Start at {@link HttpConnector}; {@link HttpSource} answers requests, on every node at once. Requests come in no
 * order. A synchronous route keeps nothing but the history of its runs: who asks gets the function's answer, or learns
 * that there is none. An asynchronous one answers when the event is stored; twice the same Idempotency-Key is one event.
 * There is no checkpoint, since nothing can be read again.
 *
 * <p>Invariant: no function is called for a request that has not passed its route's authentication. Filters see the
 * event as the function gets it, with a body that is JSON as a value.
 */
@NullMarked
package io.glowplug.trigger.http;

import org.jspecify.annotations.NullMarked;
