// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.postgres;

import io.glowplug.app.settings.DataDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;

/** What a platform does about its database, in a JVM of its own that tests kill. Its argument: the data directory. */
final class EmbeddedPostgresProcess {

    static final String READY = "ready";

    private EmbeddedPostgresProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (DataDirectory data = DataDirectory.open(Path.of(arguments[0]));
                EmbeddedPostgres _ = EmbeddedPostgres.start(
                        data, new EmbeddedPostgresProperties(0, 100, "128MB", Duration.ofMinutes(1)))) {
            System.out.println(READY);
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
