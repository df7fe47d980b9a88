// SPDX-License-Identifier: Apache-2.0
package io.glowplug.launcher;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What the code of a function of Spring is loaded from. It may be an executable jar of Spring Boot, unpacked, or classes
 * and {@code lib/*.jar}. Who brings Spring Cloud Function brings all of Spring: two halves that were never tested
 * together would fail in places that nobody expects.
 *
 * @see <a href="https://docs.spring.io/spring-boot/specification/executable-jar/nested-jars.html">executable jars</a>
 */
final class SpringClassPath {

    private static final Path LAYERS = Path.of("/opt/java/lib");
    private static final String CATALOG = "org/springframework/cloud/function/context/FunctionCatalog.class";

    private final Path application;
    private final List<Path> entries;

    private SpringClassPath(Path application, List<Path> entries) {
        this.application = application;
        this.entries = entries;
    }

    static SpringClassPath of(Path code, Path platform) throws IOException {
        boolean executable = Files.isDirectory(code.resolve("BOOT-INF"));
        Path application = executable ? code.resolve("BOOT-INF/classes") : code;
        List<Path> own = new ArrayList<>();
        own.add(application);
        own.addAll(executable ? libraries(code) : jarsIn(code.resolve("lib")));
        own.addAll(jarsIn(LAYERS));
        refuseExecutable(own);

        List<Path> all = new ArrayList<>();
        if (bringsSpringCloudFunction(own)) {
            all.addAll(own);
            all.add(platform.resolve("spring-host.jar"));
        } else if (executable) {
            throw new IllegalStateException(
                    "BOOT-INF/lib has no spring-cloud-function-context, which runs the functions of"
                            + " an executable jar; add it to the application's dependencies");
        } else {
            all.addAll(jarsIn(platform));
            all.addAll(own);
        }
        return new SpringClassPath(application, all);
    }

    /** In the order that the jar was built for, if it says so. */
    private static List<Path> libraries(Path code) throws IOException {
        Path index = code.resolve("BOOT-INF/classpath.idx");
        if (Files.notExists(index)) {
            return jarsIn(code.resolve("BOOT-INF/lib"));
        }
        List<Path> libraries = new ArrayList<>();
        for (String line : Files.readAllLines(index)) { // - "BOOT-INF/lib/name.jar"
            libraries.add(code.resolve(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'))));
        }
        return libraries;
    }

    private static List<Path> jarsIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    /** Jars in a jar are not seen by a class loader, so its application would be missed without a word. */
    private static void refuseExecutable(List<Path> entries) throws IOException {
        for (Path entry : entries) {
            if (Files.isRegularFile(entry)) {
                try (JarFile jar = new JarFile(entry.toFile())) {
                    if (jar.getEntry("BOOT-INF/classes/") != null) {
                        throw new IllegalStateException(
                                entry.getFileName() + " is an executable jar of Spring Boot: it must"
                                        + " be the code package itself rather than lie in lib/");
                    }
                }
            }
        }
    }

    private static boolean bringsSpringCloudFunction(List<Path> entries) throws IOException {
        try (URLClassLoader own = new URLClassLoader(urls(entries), null)) {
            return own.findResource(CATALOG) != null;
        }
    }

    private static URL[] urls(List<Path> entries) throws IOException {
        List<URL> urls = new ArrayList<>();
        for (Path entry : entries) {
            urls.add(entry.toUri().toURL());
        }
        return urls.toArray(new URL[0]);
    }

    /** Returns where the application's own classes are that lie in no jar. */
    Path application() {
        return application;
    }

    ClassLoader newLoader() throws IOException {
        return new URLClassLoader("function", urls(entries), SpringClassPath.class.getClassLoader());
    }
}
