// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.bootstrap;

import io.glowplug.runtime.Payload;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.springframework.util.FileSystemUtils;

/**
 * A directory with what a Java function's JVM starts with: {@code launcher.jar} and its native library, AWS's runtime
 * client for Java beside it, and the client's native library, which each process would otherwise write to its own {@code
 * /tmp} first.
 *
 * @param directory named by its content, all files read-only
 */
public record JavaFiles(Path directory) {

    public static final String LAUNCHER = "launcher.jar";
    public static final String NATIVE_LIBRARY = "libaws-lambda-jni.so";

    private static final String WORKING_DIRECTORY = "libworking-directory.so";
    private static final String CLIENT = "aws-lambda-java-runtime-interface-client.jar";
    private static final List<String> JARS = List.of(
            LAUNCHER, CLIENT, "aws-lambda-java-core.jar", "aws-lambda-java-serialization.jar", "utils-lite.jar");

    /** Start caches are valid for jars of the same age only, so an extraction that is repeated must not look newer. */
    private static final FileTime AGE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    /** Writes the directory below {@code parent} unless it is there already. */
    static JavaFiles extractTo(Path parent) throws IOException {
        Map<String, byte[]> files = content();
        var together = new ByteArrayOutputStream();
        for (byte[] file : files.values()) {
            together.writeBytes(file);
        }
        Path target =
                parent.resolve(Payload.wrap(together.toByteArray()).sha256().substring(0, 16) + "-java");
        if (!holds(target, files)) {
            FileSystemUtils.deleteRecursively(target);
            write(files, parent, target);
        }
        return new JavaFiles(target);
    }

    private static boolean holds(Path directory, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path there = directory.resolve(file.getKey());
            if (!Files.isRegularFile(there) || !Arrays.equals(Files.readAllBytes(there), file.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static void write(Map<String, byte[]> files, Path parent, Path target) throws IOException {
        Path draft = Files.createTempDirectory(parent, ".draft-");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = Files.write(draft.resolve(file.getKey()), file.getValue());
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
                Files.setLastModifiedTime(path, AGE);
            }
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(draft, target);
        } catch (FileSystemException e) {
            if (!holds(target, files)) { // otherwise another platform was quicker
                throw e;
            }
        } finally {
            FileSystemUtils.deleteRecursively(draft);
        }
    }

    private static Map<String, byte[]> content() throws IOException {
        var files = new TreeMap<String, byte[]>();
        for (String jar : JARS) {
            files.put(jar, BootstrapFiles.read("java/" + jar));
        }
        files.put(WORKING_DIRECTORY, BootstrapFiles.read("java/" + WORKING_DIRECTORY));
        files.put(NATIVE_LIBRARY, nativeLibrary(BootstrapFiles.read("java/" + CLIENT)));
        return files;
    }

    /** The client's jar holds one for each processor and C library. */
    private static byte[] nativeLibrary(byte[] client) throws IOException {
        String processor = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String name = "jni/libaws-lambda-jni.linux" + (isMusl() ? "_musl-" : "-") + processor + ".so";
        try (var jar = new ZipInputStream(new ByteArrayInputStream(client))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return jar.readAllBytes();
                }
            }
        }
        throw new FileNotFoundException(CLIENT + " has no " + name);
    }

    private static boolean isMusl() throws IOException {
        try (Stream<Path> libraries = Files.list(Path.of("/lib"))) {
            boolean musl = libraries.anyMatch(
                    library -> library.getFileName().toString().startsWith("ld-musl-"));
            return musl
                    && Files.notExists(Path.of("/lib64/ld-linux-x86-64.so.2"))
                    && Files.notExists(Path.of("/lib/ld-linux-aarch64.so.1"));
        }
    }
}
