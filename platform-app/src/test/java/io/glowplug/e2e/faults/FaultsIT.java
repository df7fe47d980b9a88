// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.glowplug.e2e.InstalledPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The seven promises while everything fails. Rounds are drawn from seeds; {@code -Dglowplug.faults.seed} repeats one, and
 * {@code -Dglowplug.faults.seconds} says for how long rounds are begun: short enough for every test run, if nothing does.
 */
class FaultsIT {

    @Test
    void nothingIsLostAndNothingDoneTwiceUnexplained() throws Exception {
        Long only = Long.getLong("glowplug.faults.seed");
        Duration span = Duration.ofSeconds(Integer.getInteger("glowplug.faults.seconds", 45));
        Random seeds = new Random();
        Path directory = Path.of(
                        "target/faults", Long.toString(InstantSource.system().millis()))
                .toAbsolutePath();
        List<String> broken = new ArrayList<>();
        int rounds = 0;

        // Clients of servers that are killed complain a lot.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        InstalledPlatform.startCommand();
        try (Cluster cluster = Cluster.start(directory)) {
            cluster.keepFiles(true); // unless all goes well
            long end = System.nanoTime() + span.toNanos();
            do {
                long seed = only == null ? seeds.nextInt(1_000_000) : only;
                List<String> findings = new Round(cluster, seed, FaultsIT::tell).run();
                findings.forEach(finding -> broken.add("seed " + seed + ": " + finding));
                rounds++;
            } while (only == null && broken.isEmpty() && System.nanoTime() < end);
            cluster.keepFiles(!broken.isEmpty());
        }
        tell("%d rounds, %s".formatted(rounds, broken.isEmpty() ? "every promise kept" : broken));
        assertThat(broken)
                .as(
                        "broken promises; logs and data are in %s; ./glowplug test --faults --seed N repeats a seed",
                        directory)
                .isEmpty();
        if (Files.exists(directory)) {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    /** Lines that the launcher shows. */
    private static void tell(String line) {
        System.out.println("faults: " + line);
    }
}
