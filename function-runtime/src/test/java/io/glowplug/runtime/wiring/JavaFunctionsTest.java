// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import static io.glowplug.runtime.wiring.RuntimeHarness.describe;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionVersion;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptOutcome.FunctionFailed;
import io.glowplug.runtime.AttemptOutcome.Returned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Java functions as on Lambda: AWS's own client in a real sandbox. Some handlers share a package, to start fewer JVMs. */
class JavaFunctionsTest {

    private static final String SOURCE = """
            package example;

            import com.amazonaws.services.lambda.runtime.*;
            import com.amazonaws.services.lambda.runtime.events.SQSEvent;
            import java.io.*;
            import java.util.*;

            public class Hello implements RequestHandler<Hello.Order, Hello.Receipt> {
                public static class Order {
                    public String item;
                    public int count;
                }
                public record Receipt(String text, int total, List<String> parts) {}

                private int calls;

                public Receipt handleRequest(Order order, Context context) {
                    switch (order.item) {
                        case "throw": throw new IllegalArgumentException("no cheese");
                        case "exit": System.exit(order.count);
                        case "hog": hog();
                        default:
                    }
                    calls++;
                    context.getLogger().log("logged " + context.getAwsRequestId() + "\\n");
                    System.out.println("printed");
                    return new Receipt(order.item + " " + calls, order.count * 2, List.of("a"));
                }

                private static void hog() {
                    new Thread(() -> {
                        try { Thread.sleep(600_000); } catch (InterruptedException e) {}
                    }).start();
                    List<byte[]> kept = new ArrayList<>();
                    while (true) kept.add(new byte[100_000]);
                }

                public static class Streaming implements RequestStreamHandler {
                    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
                        out.write('"');
                        out.write(String.valueOf(in.readAllBytes().length).getBytes());
                        out.write('"');
                    }
                }

                public Map<String, Object> tell(Map<String, Object> event, Context context) throws Exception {
                    Map<String, Object> told = new TreeMap<>(System.getenv());
                    told.put("user.dir", System.getProperty("user.dir"));
                    told.put("file.encoding", new String("\\u00fc".getBytes(), "UTF-8"));
                    told.put("maxMemory", Runtime.getRuntime().maxMemory() >> 20);
                    told.put("tmp", File.createTempFile("made", "up").exists());
                    told.put("tmpFiles", Arrays.toString(new File("/tmp").list((d, n) -> n.startsWith("hsperf") || n.startsWith(".lib"))));
                    told.put("arn", context.getInvokedFunctionArn());
                    told.put("remaining", context.getRemainingTimeInMillis());
                    told.put("option", System.getProperty("an.option"));
                    told.put("loader", getClass().getClassLoader().getClass().getName());
                    return told;
                }

                public static class Queue {
                    public String bodies(SQSEvent event) {
                        StringBuilder bodies = new StringBuilder();
                        for (SQSEvent.SQSMessage message : event.getRecords()) {
                            bodies.append(message.getMessageId()).append('=').append(message.getBody());
                        }
                        return bodies.toString();
                    }
                }

                public static class Unborn implements RequestHandler<Object, Object> {
                    public Unborn() { throw new IllegalStateException("stillborn"); }
                    public Object handleRequest(Object event, Context context) { return null; }
                }
            }
            """;

    private static RuntimeHarness runtime;
    private static Map<String, byte[]> classes;

    @BeforeAll
    static void start() {
        classes = JavaCode.compiled("example.Hello", SOURCE);
        runtime = RuntimeHarness.with().start();
    }

    @AfterAll
    static void stop() {
        runtime.close();
    }

    private static RuntimeHarness.Function function(String handler) {
        return runtime.java("java21", handler, SOURCE, classes);
    }

    @Test
    void objectsGoInAndOutAndWhatIsPrintedIsCaptured() {
        FunctionVersion function = function("example.Hello").latest();
        UUID id = UUID.randomUUID();

        var first = runtime.invoke(
                RuntimeHarness.request(id, function, "{\"item\":\"bolt\",\"count\":21}", RuntimeHarness.PATIENT));

        assertThat(RuntimeHarness.answerOf(first)).isEqualTo("{\"text\":\"bolt 1\",\"total\":42,\"parts\":[\"a\"]}");
        assertThat(runtime.answer(function, "{\"item\":\"nut\"}")).contains("nut 2");
        assertThat(runtime.logOf(id)).contains("printed", "logged " + id);
        assertThat(runtime.logOf(id)).noneMatch(line -> line.contains("WARNING") || line.contains("aot"));
        assertThat(((Returned) first).report().maxMemoryMb()).isBetween(20, 144);
    }

    @Test
    void anExceptionIsTheErrorThatLambdaShows() {
        FunctionVersion function = function("example.Hello").latest();

        var failed = (FunctionFailed) runtime.invoke(function, "{\"item\":\"throw\"}");

        assertThat(failed.errorType()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(failed.errorMessage()).isEqualTo("no cheese");
        assertThat(failed.errorPayload().utf8())
                .contains("\"stackTrace\":[\"example.Hello.handleRequest(Hello.java:")
                .doesNotContain("io.glowplug", "com.amazonaws");
        assertThat(runtime.answer(function, "{\"item\":\"bolt\"}")).contains("bolt 1");
    }

    @Test
    void anExitAndWantOfMemoryEndTheProcessAndAreToldApart() {
        FunctionVersion function = function("example.Hello").latest();

        assertThat(describe(runtime.invoke(function, "{\"item\":\"exit\",\"count\":3}")))
                .contains("Runtime.ExitError", "Error: Runtime exited with error: exit status 3");
        var hog = (FunctionFailed) runtime.invoke(function, "{\"item\":\"hog\"}");
        assertThat(hog.errorType()).isEqualTo("java.lang.OutOfMemoryError");
        assertThat(hog.errorMessage()).isEqualTo("Java heap space");
        var next = (Returned) runtime.invoke(function, "{\"item\":\"bolt\"}");
        assertThat(next.report().environmentId()).isNotEqualTo(hog.report().environmentId());
        assertThat(next.answer().utf8()).contains("bolt 1");
    }

    @Test
    void aStreamHandlerReadsAndWritesBytes() {
        assertThat(runtime.answer(function("example.Hello$Streaming").latest(), "[1,2,3]"))
                .isEqualTo("\"7\"");
    }

    @Test
    void aMethodSeesItsEnvironmentAndItsOptions() {
        FunctionVersion function = function("example.Hello::tell")
                .environment(Map.of("GREETING", "gr\u00fcezi", "JAVA_TOOL_OPTIONS", "-Dan.option=chosen -Xmx48m"))
                .latest();

        assertThat(runtime.answer(function, "{}"))
                .contains("\"GREETING\":\"gr\u00fcezi\"")
                .contains("\"option\":\"chosen\"")
                .contains("\"AWS_EXECUTION_ENV\":\"AWS_Lambda_java21\"")
                .contains("\"AWS_LAMBDA_FUNCTION_MEMORY_SIZE\":\"128\"")
                .contains("\"AWS_LAMBDA_RUNTIME_API\":\"127.0.0.1:9001\"")
                .contains("\"LAMBDA_TASK_ROOT\":\"/var/task\"")
                .contains("\"_HANDLER\":\"example.Hello::tell\"")
                .contains("\"arn\":\"arn:aws:lambda:eu-central-1:123456789012:function:hello\"")
                .contains("\"file.encoding\":\"\u00fc\"")
                .contains("\"user.dir\":\"/var/task\"")
                .contains("\"maxMemory\":4")
                .contains("\"tmp\":true")
                .contains("\"tmpFiles\":\"[]\"")
                .contains("\"loader\":\"com.amazonaws.services.lambda.runtime.api.client.CustomerClassLoader\"");
    }

    @Test
    void eventClassesAndOtherJarsAreFoundInLib() {
        var files = new HashMap<>(JavaCode.libraries("aws-lambda-java-", "joda-time"));
        files.put("lib/function.jar", JavaCode.jar(classes));
        FunctionVersion function = runtime.java("java17", "example.Hello$Queue::bodies", "packed in a jar", files)
                .latest();

        String event = "{\"Records\":[{\"messageId\":\"m1\",\"body\":\"hi\",\"eventSourceARN\":\"arn:aws:sqs:a:b:c\","
                + "\"attributes\":{\"ApproximateReceiveCount\":\"1\"},\"messageAttributes\":{}}]}";
        assertThat(runtime.answer(function, event)).isEqualTo("\"m1=hi\"");
    }

    @Test
    void theExampleNeedsNothingButTheJdk() throws IOException {
        String source = Files.readString(Path.of("../examples/iban-check/IbanCheck.java"));
        var jarUnpacked = new HashMap<>(JavaCode.compiled("IbanCheck", source));
        jarUnpacked.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
        jarUnpacked.put("META-INF/SIGNER.SF", "Signature-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
        FunctionVersion function =
                runtime.java("java25", "IbanCheck::check", source, jarUnpacked).latest();

        assertThat(runtime.answer(function, "{\"iban\":\"gb82west12345698765432\"}"))
                .isEqualTo("{\"iban\":\"GB82 WEST 1234 5698 7654 32\",\"valid\":true,\"country\":\"GB\"}");
        assertThat(runtime.answer(function, "{\"iban\":\"GB82 WEST 1234 5698 7654 23\"}"))
                .contains("\"valid\":false");
    }

    @Test
    void powertoolsForAwsRunsUnmodified() {
        String source = """
                import com.amazonaws.services.lambda.runtime.*;
                import java.util.Map;
                import software.amazon.lambda.powertools.metrics.*;
                import software.amazon.lambda.powertools.metrics.model.MetricUnit;

                public class Shop implements RequestHandler<Map<String, Object>, String> {
                    private static final Metrics METRICS = MetricsFactory.getMetricsInstance();

                    public String handleRequest(Map<String, Object> event, Context context) {
                        METRICS.captureColdStartMetric(context);
                        METRICS.addMetric("sold", 3, MetricUnit.COUNT);
                        METRICS.flush();
                        return "counted";
                    }
                }
                """;
        var files = new HashMap<>(JavaCode.libraries(
                "powertools-",
                "aws-embedded-metrics-",
                "commons-lang3-",
                "crac-",
                "jackson-annotations-",
                "jackson-core-2",
                "jackson-databind-2",
                "jackson-datatype-jsr310-",
                "javatuples-",
                "slf4j-api-"));
        files.putAll(JavaCode.compiled("Shop", source));
        FunctionVersion function = runtime.java("java21", "Shop", source, files)
                .memoryMb(256)
                .environment(Map.of("POWERTOOLS_SERVICE_NAME", "orders", "POWERTOOLS_METRICS_NAMESPACE", "shop"))
                .latest();
        UUID id = UUID.randomUUID();

        var outcome = runtime.invoke(RuntimeHarness.request(id, function, "{}", RuntimeHarness.PATIENT));

        assertThat(RuntimeHarness.answerOf(outcome)).isEqualTo("\"counted\"");
        assertThat(runtime.logOf(id))
                .anyMatch(line -> line.contains("\"ColdStart\":1"))
                .anyMatch(line -> line.contains("\"sold\":3") && line.contains("\"Namespace\":\"shop\""));
    }

    @Test
    void whatCannotBeLoadedIsNamedAsOnLambda() {
        AttemptOutcome missing = runtime.invoke(function("example.Missing").latest(), "{}");
        AttemptOutcome unborn = runtime.invoke(function("example.Hello$Unborn").latest(), "{}");

        assertThat(describe(missing))
                .contains("\"errorMessage\":\"Class not found: example.Missing\"")
                .contains("\"errorType\":\"java.lang.ClassNotFoundException\"");
        assertThat(describe(unborn)).contains("stillborn");
    }
}
