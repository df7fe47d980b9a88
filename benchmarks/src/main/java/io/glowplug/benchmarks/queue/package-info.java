// SPDX-License-Identifier: Apache-2.0
/**
 * The durable queue inside Glowplug and others on PostgreSQL, behind one interface, each at its best setting.
 *
 * <p>Start at {@link DurableQueue}. The peers are here to be compared with; nothing else of the project uses them.
 */
@NullMarked
package io.glowplug.benchmarks.queue;

import org.jspecify.annotations.NullMarked;
