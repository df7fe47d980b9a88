// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * A function that is started again and again, and bare processes that do the same.
 *
 * @param runtimes beginning of the identifiers that serve it
 * @param zipBase64 its code
 * @param peers what it is compared with, the one first that does the same
 */
record ColdSubject(String label, String runtimes, String handler, String zipBase64, List<BarePeer> peers) {

    /** Places in an archive without a comment: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
    private static final int DIRECTORY_OFFSET_FROM_END = 6;

    private static final int MADE_BY_SYSTEM = 5;
    private static final int EXTERNAL_ATTRIBUTES = 38;

    private static final String JAVA_SOURCE = """
            import java.io.*;
            public class Echo {
                public Object answer(Object event) {
                    return event;
                }
                public static void main(String[] arguments) throws IOException {
                    var in = new BufferedReader(new InputStreamReader(System.in));
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        System.out.println(new Echo().answer(line));
                    }
                }
            }
            """;

    /** Returns what this machine has tools for; says what it leaves out. */
    static List<ColdSubject> all(Platform platform, Path directory) throws IOException {
        Files.createDirectories(directory);
        return Stream.of(
                        Optional.of(interpreted(
                                Functions.NODEJS, "index.js", "exports.handler = async (event) => event\n")),
                        Optional.of(interpreted(
                                Functions.PYTHON, "index.py", "def handler(event, context):\n    return event\n")),
                        Optional.of(java(platform, directory)),
                        staticProgram(directory))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Returns the first runtime of that node which serves it. */
    String runtimeOn(Platform platform) {
        return platform.rest()
                .get("/api/v1/runtimes")
                .get("items")
                .valueStream()
                .filter(item -> item.get("servable").asBoolean())
                .map(item -> item.get("runtime").asString())
                .filter(name -> name.startsWith(runtimes))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this machine has no " + label));
    }

    private static ColdSubject interpreted(Functions language, String file, String code) {
        return new ColdSubject(
                language.label(),
                language == Functions.NODEJS ? "nodejs" : "python",
                "index.handler",
                zipped(file, code.getBytes(StandardCharsets.UTF_8)),
                List.of(BarePeer.echoing("a bare process", BareProcess.command(language))));
    }

    private static ColdSubject java(Platform platform, Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("Echo.java"), JAVA_SOURCE);
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "--release", "21", source.toString());
        if (status != 0) {
            throw new IllegalStateException("the Java function does not compile");
        }
        byte[] compiled = Files.readAllBytes(directory.resolve("Echo.class"));
        return new ColdSubject(
                "Java",
                "java25",
                "Echo::answer",
                zipped("Echo.class", compiled),
                List.of(
                        JavaClientPeer.of(platform.jar(), directory, "Echo::answer"),
                        BarePeer.echoing(
                                "a bare JVM that echoes lines, without the client",
                                List.of(
                                        System.getProperty("java.home") + "/bin/java",
                                        "-cp",
                                        directory.toString(),
                                        "Echo"))));
    }

    private static Optional<ColdSubject> staticProgram(Path directory) throws IOException {
        Path source = directory.resolve("bootstrap.c");
        try (InputStream code = ColdSubject.class.getResourceAsStream("bootstrap.c")) {
            Files.write(source, Objects.requireNonNull(code).readAllBytes());
        }
        Path program = directory.resolve("bootstrap");
        try {
            Process compiler = new ProcessBuilder(
                            "musl-gcc", "-D_GNU_SOURCE", "-O2", "-static", "-o", program.toString(), source.toString())
                    .inheritIO()
                    .start();
            if (compiler.waitFor() != 0) {
                throw new IllegalStateException("the C function does not compile");
            }
        } catch (IOException noCompiler) {
            System.out.println("without a static program: " + noCompiler.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return Optional.of(new ColdSubject(
                "static program",
                "provided.al2023",
                "unused",
                zipped("bootstrap", Files.readAllBytes(program)),
                List.of(BarePeer.echoing("cat", List.of("cat")))));
    }

    private static String zipped(String name, byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return Base64.getEncoder().encodeToString(executable(bytes.toByteArray()));
    }

    /** Marks the one file of an archive as executable, for which the JDK has no words. */
    private static byte[] executable(byte[] archive) {
        ByteBuffer zip = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int directory = zip.getInt(archive.length - DIRECTORY_OFFSET_FROM_END);
        zip.put(directory + MADE_BY_SYSTEM, (byte) 3); // Unix
        zip.putInt(directory + EXTERNAL_ATTRIBUTES, 0100755 << 16);
        return archive;
    }
}
