// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import io.glowplug.runtime.Payload;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

/**
 * The bootstraps and the native program as files of this host.
 *
 * @param python start it as {@code python3 <interpreterArguments> <file>}
 * @param nodejs start it as {@code node <interpreterArguments> <file>}
 * @param ruby start it as {@code ruby <interpreterArguments> <file>}
 * @param java what a JVM starts with
 * @param spring what runs functions of Spring in such a JVM
 * @param init the native program {@code glowplug-init}
 */
public record BootstrapFiles(
        Bootstrap python, Bootstrap nodejs, Bootstrap ruby, JavaFiles java, SpringFiles spring, Path init) {

    /** Without {@code site}: it costs start-up time, and functions bring their packages along. Always UTF-8. */
    private static final List<String> PYTHON_ARGUMENTS = List.of("-S", "-B", "-X", "utf8");

    /**
     * Texts are UTF-8 whatever locales the host has, and messages of errors are what the function raised, without
     * guesses at what it meant, as they are in Ruby 3.2 and newer.
     */
    private static final List<String> RUBY_ARGUMENTS = List.of("--disable=did_you_mean,error_highlight", "-EUTF-8");

    /** A bootstrap and the interpreter's arguments that go before it on the command line. */
    public record Bootstrap(Path file, List<String> interpreterArguments) {}

    /**
     * Writes the files into a directory, which is made if needed, unless they are there already. Their names carry a
     * hash of their content, so versions of the platform can share a directory and a running process keeps its file.
     */
    public static BootstrapFiles extractTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        String nativeProgram = "native/" + System.getProperty("os.arch") + "/glowplug-init";
        return new BootstrapFiles(
                new Bootstrap(extract("python/bootstrap.py", directory, "r--r--r--"), PYTHON_ARGUMENTS),
                new Bootstrap(extract("nodejs/bootstrap.cjs", directory, "r--r--r--"), List.of()),
                new Bootstrap(extract("ruby/bootstrap.rb", directory, "r--r--r--"), RUBY_ARGUMENTS),
                JavaFiles.extractTo(directory),
                SpringFiles.extractTo(directory),
                extract(nativeProgram, directory, "r-xr-xr-x"));
    }

    private static Path extract(String resource, Path directory, String permissions) throws IOException {
        byte[] content = read(resource);
        Path name = Path.of(resource).getFileName();
        Path target = directory.resolve(Payload.wrap(content).sha256().substring(0, 16) + "-" + name);
        if (Files.exists(target) && Arrays.equals(Files.readAllBytes(target), content)) {
            return target;
        }
        Path draft = Files.createTempFile(directory, ".draft-", null);
        try {
            Files.write(draft, content);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
            return Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    static byte[] read(String resource) throws IOException {
        try (InputStream in = open(resource)) {
            return in.readAllBytes();
        }
    }

    static InputStream open(String resource) throws IOException {
        InputStream in = BootstrapFiles.class.getResourceAsStream(resource);
        if (in == null) {
            throw new FileNotFoundException(resource + " was not built into this platform");
        }
        return in;
    }
}
