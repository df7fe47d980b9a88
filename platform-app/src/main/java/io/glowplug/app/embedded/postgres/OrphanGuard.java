// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import java.io.IOException;

/**
 * A tiny shell that waits for the end of its input, which comes when this process ends in whatever way, and then asks
 * the server to shut down. So {@code kill -9} of the platform leaves no server behind.
 */
final class OrphanGuard implements AutoCloseable {

    private static final String SCRIPT = "trap '' INT HUP; read -r ended; kill -INT \"$1\"";

    private final Process shell;

    private OrphanGuard(Process shell) {
        this.shell = shell;
    }

    static OrphanGuard over(Postmaster postmaster) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", SCRIPT, "guard", Long.toString(postmaster.pid()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        return new OrphanGuard(builder.start());
    }

    /** Ends the guard without touching the server. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
