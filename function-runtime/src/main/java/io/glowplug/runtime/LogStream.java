// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

/** Where a log line comes from. */
public enum LogStream {
    STDOUT,
    STDERR,
    /** Written by Glowplug itself: START, END, REPORT, time-outs, exits. */
    PLATFORM
}
