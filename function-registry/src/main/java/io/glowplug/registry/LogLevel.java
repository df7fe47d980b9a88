// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** How much is logged, the most talkative first. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL
}
