// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.embedded.kafka;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Says how to start {@link BrokerMain} with the Java and the class path that this platform itself runs with. */
final class BrokerCommand {

    private static final String MAIN = BrokerMain.class.getName();

    private BrokerCommand() {}

    static List<String> of(Path settings, int port) {
        boolean nested =
                String.valueOf(BrokerMain.class.getResource("BrokerMain.class")).startsWith("jar:nested:");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.configurationFile=embedded-kafka-logback.xml",
                "-cp",
                classPath()));
        if (nested) {
            // All classes lie in one jar of jars, which only Spring Boot's own launcher can read.
            command.add("-Dloader.main=" + MAIN);
            command.add("org.springframework.boot.loader.launch.PropertiesLauncher");
        } else {
            command.add(MAIN);
        }
        command.add(settings.toString());
        command.add(Integer.toString(port));
        return command;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
