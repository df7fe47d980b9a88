// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.wiring;

/** The version that this was built as. */
public final class PlatformVersion {

    private PlatformVersion() {}

    /** As the archive's manifest has it; {@code development} where there is no archive. */
    public static String text() {
        String version = PlatformVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
