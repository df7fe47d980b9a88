// SPDX-License-Identifier: Apache-2.0
/**
 * The contract of a wire between the platform and the process of one execution environment.
 *
 * <p>Start at {@link RuntimeChannel}. Two kinds implement it: our own bootstraps speak frames over a unix socket
 * ({@code channel.framed}), everything else speaks the Runtime API over HTTP ({@code runtimeapi}). Which one a process
 * speaks is nobody else's business.
 *
 * <p>Invariant: a channel belongs to one process, and closing it wakes up whoever waits on it.
 */
@NullMarked
package io.glowplug.runtime.channel;

import org.jspecify.annotations.NullMarked;
