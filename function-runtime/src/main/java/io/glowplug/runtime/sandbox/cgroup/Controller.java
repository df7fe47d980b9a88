// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.util.Locale;

/** The controllers that a sandbox needs. */
enum Controller {
    MEMORY,
    PIDS,
    CPU;

    String kernelName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
