// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

/** What an extension can register for, by its name on the wire. */
enum ExtensionEventKind {
    INVOKE,
    SHUTDOWN
}
