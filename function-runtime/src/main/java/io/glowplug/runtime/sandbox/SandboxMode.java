// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

/** What the administrator asks for. */
public enum SandboxMode {
    /** Functions run isolated or not at all. */
    REQUIRED,
    /** Functions run as plain processes of the platform's user: for trusted code on a host that cannot isolate. */
    NONE
}
