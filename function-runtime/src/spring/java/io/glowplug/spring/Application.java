// SPDX-License-Identifier: Apache-2.0
package io.glowplug.spring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;

/** The user's application: the class that is named for it, or the annotated classes that are there. */
final class Application {

    /** Lies beside an application that does not ask for the configuration of the catalog itself. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Configured {}

    private static final String MAIN_CLASS = "MAIN_CLASS";
    private static final String ADAPTER = "org.springframework.cloud.function.adapter.aws.FunctionInvoker";

    private final List<Class<?>> classes;

    private Application(List<Class<?>> classes) {
        this.classes = classes;
    }

    /** As the adapter for AWS does it, and then by what the classes say of themselves. */
    static Application in(Path directory) throws IOException {
        String named = System.getenv(MAIN_CLASS);
        if (named == null || named.isBlank()) {
            named = startClass(directory);
        }
        return new Application(named == null ? annotated(directory) : List.of(load(named)));
    }

    private static String startClass(Path directory) throws IOException {
        // The classes of an executable jar lie in BOOT-INF/classes, its manifest in META-INF beside BOOT-INF.
        Path root = directory.endsWith("BOOT-INF/classes") ? directory.resolve("../..") : directory;
        Path file = root.resolve("META-INF/MANIFEST.MF");
        if (Files.notExists(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            Attributes attributes = new Manifest(in).getMainAttributes();
            String start = attributes.getValue("Start-Class");
            return start == null ? attributes.getValue(Attributes.Name.MAIN_CLASS) : start;
        }
    }

    private static List<Class<?>> annotated(Path directory) throws IOException {
        List<String> applications = new ArrayList<>();
        List<String> components = new ArrayList<>();
        if (Files.notExists(directory.resolve("org/springframework"))) { // or its own classes would be taken as well
            for (AnnotationMetadata found : classesIn(directory)) {
                if (found.isIndependent() && found.isAnnotated(SpringBootConfiguration.class.getName())) {
                    applications.add(found.getClassName());
                } else if (found.isIndependent() && found.isAnnotated(Component.class.getName())) {
                    components.add(found.getClassName());
                }
            }
        }
        if (applications.size() > 1) {
            throw new IllegalStateException("The code has more than one application: name one of "
                    + String.join(", ", applications) + " in the variable " + MAIN_CLASS);
        }
        List<Class<?>> classes = new ArrayList<>();
        (applications.isEmpty() ? components : applications).forEach(name -> classes.add(load(name)));
        return classes;
    }

    private static List<AnnotationMetadata> classesIn(Path directory) throws IOException {
        SimpleMetadataReaderFactory reader = new SimpleMetadataReaderFactory();
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !directory.relativize(file).startsWith("META-INF"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .sorted()
                    .map(file -> read(reader, file))
                    .toList();
        }
    }

    private static AnnotationMetadata read(SimpleMetadataReaderFactory reader, Path file) {
        try {
            return reader.getMetadataReader(new FileSystemResource(file)).getAnnotationMetadata();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        return ClassUtils.resolveClassName(name, ClassUtils.getDefaultClassLoader());
    }

    ConfigurableApplicationContext start() {
        List<Class<?>> sources = new ArrayList<>(classes);
        sources.add(Configured.class);
        return new SpringApplicationBuilder()
                .main(classes.isEmpty() ? Configured.class : classes.get(0))
                .sources(sources.toArray(new Class<?>[0]))
                .properties(Map.of("spring.main.banner-mode", "off", "spring.main.log-startup-info", "false"))
                .run(arguments().toArray(new String[0]));
    }

    /** What the application's own settings must not change: events come by the client alone. */
    private static List<String> arguments() {
        List<String> arguments = new ArrayList<>(
                List.of("--spring.main.web-application-type=none", "--spring.cloud.function.web.export.enabled=false"));
        if (ClassUtils.isPresent(ADAPTER, null)) {
            // The adapter asks for events itself where this variable is no class; an application may bring it for
            // elsewhere.
            arguments.add("--_HANDLER=" + ADAPTER);
        }
        return arguments;
    }
}
