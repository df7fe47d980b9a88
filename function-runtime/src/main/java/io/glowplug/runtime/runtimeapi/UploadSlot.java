// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import java.util.concurrent.atomic.AtomicBoolean;

/** Lets one body at a time be collected per process, however many connections it opens. */
final class UploadSlot {

    private final AtomicBoolean taken = new AtomicBoolean();

    boolean take() {
        return taken.compareAndSet(false, true);
    }

    void giveBack() {
        taken.set(false);
    }
}
