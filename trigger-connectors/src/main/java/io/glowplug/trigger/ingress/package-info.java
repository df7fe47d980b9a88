// SPDX-License-Identifier: Apache-2.0
/**
 * What the kinds of triggers that answer requests have in common: routes, the refusals of requests, the events of
 * requests and the answers to them.
 *
 * <p>Start at {@link RoutedIngress}: it finds the {@link Receiver} of a request in the {@link RouteTable} and lets it
 * answer. {@link ProxyEventMapper} makes a request what a function of AWS expects, {@link ProxyAnswer} reads what it
 * returns.
 *
 * <p>Invariant: a request is answered by the trigger as it is stored when the answer is given, or with a problem.
 */
@NullMarked
package io.glowplug.trigger.ingress;

import org.jspecify.annotations.NullMarked;
