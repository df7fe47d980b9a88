// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pastes the README's tour, line by line, into a shell. */
class ReadmeTourIT {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void theTourWorksAsItStands() throws Exception {
        try (PlatformProcess platform =
                PlatformProcess.in(directory).withGeneratedCredentials().start()) {
            Path output = directory.resolve("tour.log");
            Process shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", tour(platform))
                    .directory(PROJECT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();

            assertThat(shell.waitFor(3, TimeUnit.MINUTES)).as("the tour ends").isTrue();

            String seen = Files.readString(output);
            assertThat(shell.exitValue()).as(seen).isZero();
            assertThat(seen)
                    .contains("\"earthquakes\": 1707")
                    .contains("heartbeat: ")
                    .contains("\"greet\"")
                    .contains("TypeError");
            Rest rest = platform.administrator();
            assertThat(rest.ledger("greet").succeeded()).isEqualTo(1);
            assertThat(rest.ledger("greet").deadLettered()).isEqualTo(1);
            assertThat(rest.ledger("heartbeat").succeeded()).isPositive();
            assertThat(rest.ledger("earthquakes").succeeded()).isPositive();
        }
    }

    /** All blocks of the tour but the one that starts the node, for this node's port and directory. */
    private static String tour(PlatformProcess platform) throws IOException {
        String readme = Files.readString(PROJECT.resolve("README.md"));
        int start = readme.indexOf("## Five-minute tour");
        String section = readme.substring(start, readme.indexOf("\n## ", start + 1));
        return BLOCK.matcher(section)
                .results()
                .map(block -> block.group(1))
                .filter(block -> !block.startsWith("./glowplug start"))
                .collect(Collectors.joining("\n"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + platform.port())
                .replace("./glowplug-data", platform.dataDirectory().toString())
                .replace("glowplug-data", platform.dataDirectory().toString());
    }
}
