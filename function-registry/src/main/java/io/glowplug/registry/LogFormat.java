// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** How lines in a function's log are written by the platform and by the runtimes that come with it. */
public enum LogFormat {
    /** Lines of text. The default. */
    TEXT,
    /** One JSON object a line. */
    JSON
}
