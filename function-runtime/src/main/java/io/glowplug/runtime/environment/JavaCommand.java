// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.bootstrap.BootstrapFiles;
import io.glowplug.runtime.bootstrap.JavaFiles;
import io.glowplug.runtime.catalog.InstalledRuntimes;
import io.glowplug.runtime.startcache.StartCaches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What starts AWS's runtime client for Java with a function's handler, or with the one that runs Spring Cloud Function. */
record JavaCommand(InstalledRuntimes runtimes, BootstrapFiles files, StartCaches startCaches) {

    /** All that a sandbox shows of the host's programs by itself. */
    private static final Path SYSTEM = Path.of("/usr");

    private static final String NATIVE_LIBRARY_PROPERTY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private static final String SPRING_FILES_PROPERTY = "glowplug.spring";
    private static final String SPRING_HANDLER = "io.glowplug.launcher.SpringFunctions";

    interface Visible {
        /** Returns where the process finds a file or directory of this host. */
        String at(Path file);
    }

    List<String> of(FunctionVersion version, Visible visible) {
        return of(version, visible, List.of(), version.configuration().handler());
    }

    /** The handler says which beans; that program finds it among the variables. */
    List<String> ofSpring(FunctionVersion version, Visible visible) {
        String property =
                "-D" + SPRING_FILES_PROPERTY + "=" + visible.at(files.spring().directory());
        return of(version, visible, List.of(property), SPRING_HANDLER);
    }

    /** A JVM for any function with that memory, which hears on the unix socket for which. */
    List<String> ahead(FunctionRuntime runtime, int memoryMb, String order, Visible visible) {
        return of(runtime, JvmOptions.of(memoryMb, ""), visible, List.of("--await", order));
    }

    private List<String> of(FunctionVersion version, Visible visible, List<String> properties, String handler) {
        var configuration = version.configuration();
        var options = new ArrayList<String>(JvmOptions.of(
                configuration.memoryMb(), configuration.environment().getOrDefault("JAVA_TOOL_OPTIONS", "")));
        options.addAll(properties);
        return of(configuration.runtime(), options, visible, List.of(handler));
    }

    private List<String> of(
            FunctionRuntime runtime, List<String> options, Visible visible, List<String> launcherArguments) {
        Path java = runtimes.interpreter(runtime).orElseThrow();
        String runtimeFiles = visible.at(files.java().directory());
        var command = new ArrayList<String>();
        command.add(java.startsWith(SYSTEM) ? java.toString() : visible.at(homeOf(java)) + "/bin/java");
        command.addAll(options);
        startCaches.cacheFor(java, runtimes.javaVersion(runtime)).ifPresent(cache -> {
            command.add("-XX:AOTCache=" + visible.at(cache));
            // A function whose options do not go with the cache starts without it, and that is all there is to say.
            command.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off"));
        });
        command.add("-D" + NATIVE_LIBRARY_PROPERTY + "=" + runtimeFiles + "/" + JavaFiles.NATIVE_LIBRARY);
        command.addAll(List.of("-jar", runtimeFiles + "/" + JavaFiles.LAUNCHER));
        command.addAll(launcherArguments);
        return command;
    }

    private static Path homeOf(Path java) {
        return java.resolveSibling("..").normalize();
    }
}
