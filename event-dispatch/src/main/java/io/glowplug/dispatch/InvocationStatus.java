// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/** How an invocation stands, as shown to people and used in searches. */
public enum InvocationStatus {
    WAITING,
    RUNNING,
    SUCCEEDED,
    DEAD_LETTERED,
    EXPIRED,
    CANCELLED,
    /** Only a synchronous invocation ends so: its caller was told, and there is nothing to retry. */
    FAILED
}
