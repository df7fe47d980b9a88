// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import java.util.Optional;

/**
 * A part that can keep an invocation from being leased although its row is due, or that knows better why it is not due.
 * Every bean of this type is asked, when somebody wants to know why an invocation is not running.
 */
@FunctionalInterface
public interface Hold {

    /** Why it keeps that waiting invocation back; empty if it does not. */
    Optional<Standing> on(WaitingInvocation invocation);
}
