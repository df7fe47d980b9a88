// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.springframework.util.FileSystemUtils;

/** Compiles Java functions as users do: for an older Java, against AWS's interfaces. */
final class JavaCode {

    private JavaCode() {}

    /** Returns the class files by their paths. */
    static Map<String, byte[]> compiled(String className, String source) {
        return compiled(className, source, List.of());
    }

    /** Returns the class files of what needs these jars as well. */
    static Map<String, byte[]> compiled(String className, String source, List<Path> jars) {
        try {
            Path output = Files.createTempDirectory("javac");
            try {
                var messages = new StringWriter();
                String classPath = Stream.concat(
                                jars.stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                        .collect(Collectors.joining(":"));
                List<String> options = List.of("--release", "17", "-d", output.toString(), "-cp", classPath);
                boolean compiles = ToolProvider.getSystemJavaCompiler()
                        .getTask(messages, null, null, options, null, List.of(sourceFile(className, source)))
                        .call();
                if (!compiles) {
                    throw new AssertionError(messages.toString());
                }
                return filesIn(output);
            } finally {
                FileSystemUtils.deleteRecursively(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] jar(Map<String, byte[]> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns the jars on this test's class path whose names begin so, as a package's {@code lib/}. */
    static Map<String, byte[]> libraries(String... names) {
        var libraries = new LinkedHashMap<String, byte[]>();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            Path jar = Path.of(entry);
            String file = jar.getFileName().toString();
            if (Stream.of(names).anyMatch(file::startsWith)) {
                try {
                    libraries.put("lib/" + file, Files.readAllBytes(jar));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return libraries;
    }

    private static JavaFileObject sourceFile(String className, String source) {
        URI uri = URI.create("string:///" + className.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    private static Map<String, byte[]> filesIn(Path directory) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(Files::isRegularFile).forEach(found::add);
        }
        for (Path file : found) {
            files.put(directory.relativize(file).toString(), Files.readAllBytes(file));
        }
        return files;
    }
}
