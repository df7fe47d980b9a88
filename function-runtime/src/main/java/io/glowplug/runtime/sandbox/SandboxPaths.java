// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

/** Where things lie as a sandboxed process sees them; the first two are Lambda's places. */
public final class SandboxPaths {

    public static final String CODE = "/var/task";
    public static final String RUNTIME = "/var/runtime";
    public static final String CHANNEL = "/run/glowplug";

    /** Content of the function's layers, or empty. */
    public static final String LAYERS = "/opt";

    private SandboxPaths() {}
}
