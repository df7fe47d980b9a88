// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.filter;

/** A compiled filter. Safe for use by many threads. */
@FunctionalInterface
public interface EventFilter {

    boolean passes(String document);
}
