// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.wiring;

import io.glowplug.registry.CodeDirectory;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionSecrets;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.LoggingSettings;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.RuntimeAvailability;
import io.glowplug.registry.SealedSecret;
import io.glowplug.runtime.AnswerSink;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionLogSink;
import io.glowplug.runtime.LogLine;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RuntimeStatus.EnvironmentSnapshot;
import io.glowplug.runtime.sandbox.SandboxMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;

/** A runtime with real processes, the code of its functions in a directory of its own, and its log in memory. */
public final class RuntimeHarness implements AutoCloseable {

    public static final Duration PATIENT = Duration.ofSeconds(60);

    private final Path directory;
    private final Path codeRoot;
    private final ConcurrentLinkedQueue<LogLine> lines = new ConcurrentLinkedQueue<>();
    private final RuntimeAssembly runtime;

    private RuntimeHarness(Settings settings) {
        try {
            directory = Files.createTempDirectory("glow");
            codeRoot = Files.createDirectory(directory.resolve("code"));
            var properties = new RuntimeProperties(
                    settings.sandbox,
                    DataSize.ofMegabytes(settings.memoryBudgetMb),
                    DataSize.ofMegabytes(settings.memoryAheadMb),
                    settings.concurrencyLimit,
                    settings.idleTimeout,
                    Duration.ofSeconds(5),
                    DataSize.ofBytes(settings.outputLimit),
                    directory.resolve("run"),
                    settings.libraries,
                    "eu-central-1",
                    "123456789012");
            FunctionLogSink sink = settings.keepLog ? lines::addAll : _ -> {};
            runtime = RuntimeAssembly.of(
                    properties, new HarnessCode(), settings.secrets, sink, InstantSource.system(), settings.initLimit);
            runtime.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What tests may want otherwise. */
    public static final class Settings {
        private SandboxMode sandbox = SandboxMode.REQUIRED;
        private long memoryBudgetMb = 16_384;
        private long memoryAheadMb;
        private int concurrencyLimit = 1000;
        private Duration idleTimeout = Duration.ofMinutes(5);
        private Duration initLimit = RuntimeAssembly.INIT_LIMIT;
        private long outputLimit = 10 * 1024 * 1024;
        private boolean keepLog = true;
        private @Nullable Path libraries;
        private FunctionSecrets secrets = new UnsealedSecrets();

        public Settings sandbox(SandboxMode mode) {
            sandbox = mode;
            return this;
        }

        public Settings memoryBudgetMb(long mb) {
            memoryBudgetMb = mb;
            return this;
        }

        public Settings memoryAheadMb(long mb) {
            memoryAheadMb = mb;
            return this;
        }

        public Settings concurrencyLimit(int invocations) {
            concurrencyLimit = invocations;
            return this;
        }

        public Settings idleTimeout(Duration time) {
            idleTimeout = time;
            return this;
        }

        public Settings initLimit(Duration time) {
            initLimit = time;
            return this;
        }

        public Settings outputLimit(long bytes) {
            outputLimit = bytes;
            return this;
        }

        public Settings withoutLog() {
            keepLog = false;
            return this;
        }

        public Settings libraries(Path directory) {
            libraries = directory;
            return this;
        }

        public Settings secrets(FunctionSecrets door) {
            secrets = door;
            return this;
        }

        public RuntimeHarness start() {
            return new RuntimeHarness(this);
        }
    }

    public static Settings with() {
        return new Settings();
    }

    RuntimeAssembly runtime() {
        return runtime;
    }

    Path directory() {
        return directory;
    }

    // ---- functions ----

    /** A function under construction. */
    public static final class Function {
        private final RuntimeHarness harness;
        private final String runtime;
        private final String file;
        private final String handler;
        private final String source;
        private final UUID id = UUID.randomUUID();
        private String name = "hello";
        private int memoryMb = 128;
        private int timeoutSeconds = 10;
        private int storageMb = 512;
        private NetworkAccess network = NetworkAccess.NONE;
        private Map<String, String> environment = Map.of();
        private List<FunctionLayer> layers = List.of();
        private Map<String, SealedSecret> secrets = Map.of();
        private LoggingSettings logging = LoggingSettings.DEFAULT;
        private long revision = 1;
        private Map<String, byte[]> files = Map.of();

        private Function(RuntimeHarness harness, String runtime, String file, String handler, String source) {
            this.harness = harness;
            this.runtime = runtime;
            this.file = file;
            this.handler = handler;
            this.source = source;
        }

        public Function named(String value) {
            name = value;
            return this;
        }

        public Function memoryMb(int value) {
            memoryMb = value;
            return this;
        }

        public Function storageMb(int value) {
            storageMb = value;
            return this;
        }

        public Function timeoutSeconds(int value) {
            timeoutSeconds = value;
            return this;
        }

        public Function network(NetworkAccess value) {
            network = value;
            return this;
        }

        public Function environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        public Function layers(FunctionLayer... value) {
            layers = List.of(value);
            return this;
        }

        public Function secrets(Map<String, String> value) {
            secrets = new HashMap<>();
            value.forEach((name, text) -> secrets.put(name, new SealedSecret(text, text.length())));
            return this;
        }

        public Function logging(LoggingSettings value) {
            logging = value;
            return this;
        }

        public Function revision(long value) {
            revision = value;
            return this;
        }

        public FunctionVersion latest() {
            var code = new CodePackage(Payload.ofUtf8(source).sha256(), source.length(), source.length());
            harness.write(code, file, source.getBytes(StandardCharsets.UTF_8));
            files.forEach((name, content) -> harness.write(code, name, content));
            var configuration = new FunctionConfiguration(
                    FunctionRuntime.parse(runtime).orElseThrow(),
                    handler,
                    memoryMb,
                    timeoutSeconds,
                    storageMb,
                    environment,
                    "",
                    network);
            return new FunctionVersion(
                    id,
                    name,
                    FunctionVersion.LATEST,
                    revision,
                    configuration.withLayers(layers).withSecrets(secrets).withLogging(logging),
                    code,
                    RetryPolicy.DEFAULT);
        }
    }

    public Function python(String source) {
        return new Function(this, "python3.11", "index.py", "index.handler", source);
    }

    public Function node(String source) {
        return new Function(this, "nodejs20.x", "index.js", "index.handler", source);
    }

    /** A function of the host's Ruby, if it has one. */
    public Optional<Function> ruby(String source) {
        return servable("ruby").map(runtime -> new Function(this, runtime, "index.rb", "index.handler", source));
    }

    /** Returns the first runtime of a language that this host serves. */
    private Optional<String> servable(String language) {
        return runtime.catalog().runtimes().stream()
                .filter(RuntimeAvailability::servable)
                .map(RuntimeAvailability::runtime)
                .filter(id -> id.startsWith(language))
                .findFirst();
    }

    public Function shell(String source) {
        return new Function(this, "provided.al2023", "bootstrap", "unused", "#!/bin/sh\n" + source);
    }

    /** A function whose code has that file and no bootstrap. */
    public Function provided(String file, String content) {
        return new Function(this, "provided.al2023", file, "unused", content);
    }

    /** A loop that answers each event with what {@code answer}, a shell command, prints. */
    public Function shellAnswering(String answer) {
        return shell("""
                api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
                while true; do
                  event=$(curl -sS -D /tmp/headers "$api/invocation/next") || exit 1
                  id=$(sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p' /tmp/headers | tr -d '\\r')
                  %s | curl -sS -X POST --data-binary @- "$api/invocation/$id/response" > /dev/null || exit 1
                done
                """.formatted(answer));
    }

    /** A Java function of these files, whose source is kept beside them. */
    public Function java(String runtime, String handler, String source, Map<String, byte[]> files) {
        var function = new Function(this, runtime, "Source.txt", handler, source);
        function.files = files;
        return function;
    }

    /** A function of these files in the first runtime of that language that this host serves. */
    public Optional<Function> files(String language, String handler, Map<String, byte[]> files) {
        return servable(language).map(runtime -> {
            String names = files.entrySet().stream()
                    .map(file ->
                            file.getKey() + " " + Payload.wrap(file.getValue()).sha256())
                    .collect(Collectors.joining("\n"));
            var function = new Function(this, runtime, "Names.txt", handler, names);
            function.files = files;
            return function;
        });
    }

    private void write(CodePackage code, String file, byte[] content) {
        try {
            Path target = codeRoot.resolve(code.sha256()).resolve(file);
            Files.createDirectories(target.getParent());
            Files.write(target, content);
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores a layer and returns it: texts are files, paths are directories to copy. */
    public FunctionLayer layer(String name, Map<String, ?> files) {
        var code = new CodePackage(Payload.ofUtf8(name + files).sha256(), 1, 1);
        files.forEach((file, source) -> {
            if (source instanceof Path tree) {
                copy(tree, codeRoot.resolve(code.sha256()).resolve(file));
            } else {
                write(code, file, source.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
        return new FunctionLayer(name, 1, code);
    }

    /** Takes what a function's configuration holds for the texts themselves. */
    private static final class UnsealedSecrets implements FunctionSecrets {
        @Override
        public Map<String, String> open(FunctionVersion version) {
            var texts = new HashMap<String, String>();
            version.configuration().secrets().forEach((name, secret) -> texts.put(name, secret.sealed()));
            return texts;
        }

        @Override
        public Reencryption reencrypt() {
            return new Reencryption(0, 0);
        }
    }

    private static void copy(Path tree, Path target) {
        try {
            FileSystemUtils.copyRecursively(tree, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives out what the tests wrote; merged layers are copies, made each time. */
    private final class HarnessCode implements CodeDirectory {
        @Override
        public Lease lease(CodePackage code) {
            return leased(codeRoot.resolve(code.sha256()));
        }

        @Override
        public Lease leaseLayers(List<CodePackage> layers) {
            try {
                Path merged = Files.createTempDirectory(codeRoot, "layers");
                for (CodePackage layer : layers) {
                    FileSystemUtils.copyRecursively(codeRoot.resolve(layer.sha256()), merged);
                }
                return leased(merged);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Lease leased(Path path) {
            return new Lease() {
                @Override
                public Path path() {
                    return path;
                }

                @Override
                public void close() {}
            };
        }
    }

    // ---- invoking ----

    public AttemptOutcome invoke(FunctionVersion version, String payload) {
        return invoke(version, payload, PATIENT);
    }

    public AttemptOutcome invoke(FunctionVersion version, String payload, Duration patience) {
        return runtime.invoker().invoke(request(UUID.randomUUID(), version, payload, patience));
    }

    public static AttemptRequest request(UUID id, FunctionVersion version, String payload, Duration patience) {
        return new AttemptRequest(id, version, null, Payload.ofUtf8(payload), patience, null, null);
    }

    /** An invocation whose caller takes a streamed answer. */
    public static AttemptRequest request(UUID id, FunctionVersion version, String payload, AnswerSink sink) {
        return new AttemptRequest(id, version, null, Payload.ofUtf8(payload), PATIENT, null, null, sink);
    }

    public AttemptOutcome invoke(AttemptRequest request) {
        return runtime.invoker().invoke(request);
    }

    /** Invokes and returns the answer; anything else fails the test with what it was. */
    public String answer(FunctionVersion version, String payload) {
        return answerOf(invoke(version, payload));
    }

    public static String answerOf(AttemptOutcome outcome) {
        if (outcome instanceof AttemptOutcome.Returned returned) {
            return returned.answer().utf8();
        }
        throw new AssertionError("did not return but " + describe(outcome));
    }

    public static String describe(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Returned returned ->
                "returned " + returned.answer().utf8();
            case AttemptOutcome.FunctionFailed failed ->
                "failed " + failed.errorPayload().utf8();
            case AttemptOutcome.TimedOut timedOut -> "timed out " + timedOut.errorMessage();
            case AttemptOutcome.Throttled throttled -> "throttled " + throttled.reason();
            case AttemptOutcome.PlatformFailed failed -> "platform failed " + failed.reason();
            case AttemptOutcome.Rejected rejected -> "rejected " + rejected.errorMessage();
        };
    }

    // ---- looking ----

    public List<LogLine> log() {
        return List.copyOf(lines);
    }

    public List<String> logOf(UUID invocationId) {
        return lines.stream()
                .filter(line -> invocationId.equals(line.invocationId()))
                .map(LogLine::text)
                .toList();
    }

    /** Where the code of a function lies on the host. */
    public Path codeOf(FunctionVersion function) {
        return codeRoot.resolve(function.code().sha256());
    }

    /** How many interpreters of that runtime wait for a function. */
    public int waitingAhead(String runtimeId) {
        return runtime.interpretersAhead().getOrDefault(runtimeId, 0);
    }

    /** Whether this host's kernel can give functions an internet of their own. */
    public boolean givesInternet() {
        return runtime.catalog().refusalOfNetwork(NetworkAccess.Mode.INTERNET).isEmpty();
    }

    public List<EnvironmentSnapshot> environments() {
        return runtime.environments();
    }

    @Override
    public void close() {
        runtime.stop();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
