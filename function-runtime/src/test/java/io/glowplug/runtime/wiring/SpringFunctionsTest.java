// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static io.glowplug.runtime.wiring.RuntimeHarness.describe;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome.FunctionFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Functions of Spring Cloud Function in a real sandbox. The beans of most tests share an environment, to start few. */
class SpringFunctionsTest {

    private static final String SOURCE = """
            package example;

            import java.util.*;
            import java.util.function.*;
            import org.springframework.context.annotation.*;
            import org.springframework.messaging.Message;
            import reactor.core.publisher.*;

            @Configuration
            public class Texts {
                public record Person(String name, int age) {}

                private final List<String> seen = new ArrayList<>();

                @Bean Function<String, String> uppercase() { return String::toUpperCase; }
                @Bean Function<String, String> reverse() { return text -> new StringBuilder(text).reverse().toString(); }
                @Bean Function<Person, Person> older() { return person -> new Person(person.name(), person.age() + 1); }
                @Bean Supplier<List<String>> remembered() { return () -> seen; }
                @Bean Consumer<String> remember() { return seen::add; }
                @Bean Function<Flux<Integer>, Flux<Integer>> doubled() { return numbers -> numbers.map(n -> n * 2); }
                @Bean Function<String, Mono<String>> later() { return text -> Mono.just(text + " later"); }
                @Bean Function<String, String> broken() {
                    return text -> { throw new IllegalArgumentException("no " + text); };
                }
                @Bean Function<Message<String>, Map<String, Object>> told() {
                    return message -> Map.of(
                            "header", message.getHeaders().get("kind"),
                            "context", message.getHeaders().get("aws-context").getClass().getSimpleName(),
                            "payload", message.getPayload(),
                            "loader", String.valueOf(getClass().getClassLoader().getName()));
                }
            }
            """;

    private static final String APPLICATION = """
            package example;

            import java.util.function.*;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;

            @SpringBootApplication
            public class Shop {
                @Bean Function<String, String> greet() { return name -> "Hello " + name; }
            }
            """;

    private static final String MANIFEST =
            "Manifest-Version: 1.0\nMain-Class: org.springframework.boot.loader.launch.JarLauncher\nStart-Class: example.Shop\n";

    private static final Path PLATFORM = Path.of("target/classes/io/glowplug/runtime/bootstrap/spring");

    private static RuntimeHarness runtime;
    private static FunctionVersion texts;

    @BeforeAll
    static void start() {
        runtime = RuntimeHarness.with().initLimit(RuntimeHarness.PATIENT).start();
        texts = spring("functionRouter", SOURCE, JavaCode.compiled("example.Texts", SOURCE, jars()))
                .environment(Map.of("SPRING_CLOUD_FUNCTION_ROUTING_EXPRESSION", "headers['kind'] ?: 'uppercase'"))
                .latest();
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    private static RuntimeHarness.Function spring(String handler, String source, Map<String, byte[]> files) {
        return runtime.java("spring", handler, source, files).memoryMb(384).timeoutSeconds(60);
    }

    private static List<Path> jars() {
        try (Stream<Path> files = Files.list(PLATFORM)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.endsWith("spring-host.jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> libraries(String directory) throws IOException {
        var libraries = new HashMap<String, byte[]>();
        for (Path jar : jars()) {
            libraries.put(directory + jar.getFileName(), Files.readAllBytes(jar));
        }
        return libraries;
    }

    private static String call(String definition, String payload) {
        return runtime.answer(
                texts,
                "{\"headers\":{\"spring.cloud.function.definition\":\"" + definition + "\"},\"payload\":" + payload
                        + "}");
    }

    @Test
    void theExampleIsAJarOfBeansAndItsFunctionsAreComposed() throws IOException {
        String source = Files.readString(Path.of("../examples/order-receipt/src/main/java/example/OrderReceipt.java"));
        FunctionVersion function = spring(
                        "price|receipt", source, JavaCode.compiled("example.OrderReceipt", source, jars()))
                .memoryMb(256)
                .latest();
        UUID id = UUID.randomUUID();

        var outcome = runtime.invoke(RuntimeHarness.request(
                id,
                function,
                "{\"customer\":\"Ada\",\"lines\":[{\"item\":\"bolt\",\"count\":3,\"each\":1.50},"
                        + "{\"item\":\"nut\",\"count\":10,\"each\":0.20}]}",
                RuntimeHarness.PATIENT));

        assertThat(RuntimeHarness.answerOf(outcome)).isEqualTo("\"Ada: 13 items, 7.74 EUR with 1.24 EUR tax\"");
    }

    @Test
    void aHeaderChoosesFunctionsOfEveryShape() {
        assertThat(call("uppercase", "\"abc\"")).isEqualTo("\"ABC\"");
        assertThat(call("uppercase|reverse", "\"abc\"")).isEqualTo("\"CBA\"");
        assertThat(call("older", "{\"name\":\"Ada\",\"age\":36}")).isEqualTo("{\"name\":\"Ada\",\"age\":37}");
        assertThat(call("later", "\"sooner or\"")).isEqualTo("\"sooner or later\"");
        assertThat(call("doubled", "[1,2,3]")).isEqualTo("[2,4,6]");
        assertThat(call("remember", "\"this\"")).isEqualTo("null");
        assertThat(call("remembered", "{}")).isEqualTo("[\"this\"]");
    }

    @Test
    void anExpressionChoosesByHeaderAndAnEventWithoutHeadersIsThePayload() {
        assertThat(runtime.answer(texts, "\"abc\"")).isEqualTo("\"ABC\"");
        assertThat(runtime.answer(texts, "{\"payload\":\"x\",\"headers\":{\"kind\":\"told\"}}"))
                .contains("\"header\":\"told\"", "\"context\":\"LambdaContext\"", "\"payload\":\"x\"")
                .contains("\"loader\":\"function\"");
    }

    @Test
    void anExceptionOfABeanIsTheFunctionsError() {
        var failed =
                (FunctionFailed) runtime.invoke(texts, "{\"payload\":\"cheese\",\"headers\":{\"kind\":\"broken\"}}");

        assertThat(failed.errorType()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(failed.errorMessage()).isEqualTo("no cheese");
    }

    @Test
    void aBeanThatIsMissingIsNotReplacedByTheOnlyOneThatIsThere() {
        byte[] jar = JavaCode.jar(JavaCode.compiled("example.Shop", APPLICATION, jars()));
        FunctionVersion function = spring("great", "packed in a jar", Map.of("lib/shop.jar", jar))
                .environment(Map.of("MAIN_CLASS", "example.Shop"))
                .latest();

        assertThat(describe(runtime.invoke(function, "\"x\"")))
                .contains("names no function of the application, 'great': the application has greet");
    }

    @Test
    void anExecutableJarInLibIsNotPassedOver() {
        byte[] jar = JavaCode.jar(Map.of("BOOT-INF/classes/", new byte[0]));
        FunctionVersion function =
                spring("greet", "none", Map.of("lib/shop.jar", jar)).latest();

        assertThat(describe(runtime.invoke(function, "\"x\"")))
                .contains("shop.jar is an executable jar of Spring Boot: it must be the code package itself");
    }

    @Test
    void anExecutableJarRunsOnTheSpringThatItBrings() throws IOException {
        var files = libraries("BOOT-INF/lib/");
        // An adapter for elsewhere must not take events away.
        try (Stream<Path> adapter = Files.list(Path.of("target/spring-adapter"))) {
            for (Path jar : adapter.toList()) {
                files.put("BOOT-INF/lib/" + jar.getFileName(), Files.readAllBytes(jar));
            }
        }
        JavaCode.compiled("example.Shop", APPLICATION, jars())
                .forEach((name, content) -> files.put("BOOT-INF/classes/" + name, content));
        files.put("META-INF/MANIFEST.MF", MANIFEST.getBytes(StandardCharsets.UTF_8));
        FunctionVersion function = spring("", APPLICATION, files).latest();

        assertThat(runtime.answer(function, "\"Ada\"")).isEqualTo("\"Hello Ada\"");
        assertThat(runtime.answer(function, "\"Bob\"")).isEqualTo("\"Hello Bob\"");
    }

    @Test
    void springsOwnAdapterRunsUnmodifiedAsAJavaFunction() throws IOException {
        var files = libraries("lib/");
        try (Stream<Path> adapter = Files.list(Path.of("target/spring-adapter"))) {
            for (Path jar : adapter.toList()) {
                files.put("lib/" + jar.getFileName(), Files.readAllBytes(jar));
            }
        }
        files.putAll(JavaCode.libraries("aws-lambda-java-events", "aws-lambda-java-serialization"));
        files.putAll(JavaCode.compiled("example.Shop", APPLICATION, jars()));
        FunctionVersion function = runtime.java(
                        "java25",
                        "org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest",
                        APPLICATION,
                        files)
                .memoryMb(384)
                .timeoutSeconds(60)
                .environment(Map.of("MAIN_CLASS", "example.Shop", "SPRING_CLOUD_FUNCTION_DEFINITION", "greet"))
                .latest();

        assertThat(runtime.answer(function, "\"Ada\"")).isEqualTo("\"Hello Ada\"");
    }
}
