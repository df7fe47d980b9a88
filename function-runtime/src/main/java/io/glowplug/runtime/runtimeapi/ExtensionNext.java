// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

/** An extension's open question for its next event. */
interface ExtensionNext {

    /** Sends the event without blocking. */
    void deliver(ExtensionEvent event);
}
