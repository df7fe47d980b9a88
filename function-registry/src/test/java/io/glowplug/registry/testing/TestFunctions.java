// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.testing;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Builds functions for tests: as a request to create one, or as the version that the platform would run. Whatever a
 * test does not set is Lambda's default.
 */
public final class TestFunctions {

    private static final String NO_CODE = "0".repeat(64);

    private final String name;
    private final String runtime;
    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> tags = new HashMap<>();
    private String handler;
    private String description = "";
    private int memoryMb = FunctionConfiguration.DEFAULT_MEMORY_MB;
    private int timeoutSeconds = FunctionConfiguration.DEFAULT_TIMEOUT_SECONDS;
    private int ephemeralStorageMb = FunctionConfiguration.DEFAULT_EPHEMERAL_STORAGE_MB;
    private NetworkAccess network = NetworkAccess.NONE;
    private RetryPolicy asyncRetry = RetryPolicy.DEFAULT;
    private CodePackage code = new CodePackage(NO_CODE, 1, 1);
    private String version = FunctionVersion.LATEST;
    private long revision = 1;

    private TestFunctions(String name, String runtime, String handler) {
        this.name = name;
        this.runtime = runtime;
        this.handler = handler;
    }

    public static TestFunctions python(String name) {
        return new TestFunctions(name, "python3.11", "app.handler")
                .file("app.py", "def handler(event, context):\n    return event\n");
    }

    public static TestFunctions nodejs(String name) {
        return new TestFunctions(name, "nodejs20.x", "index.handler")
                .file("index.js", "exports.handler = async (event) => event;\n");
    }

    public static TestFunctions provided(String name) {
        return new TestFunctions(name, "provided.al2023", "unused").file("bootstrap", "#!/bin/sh\nexit 0\n");
    }

    public static TestFunctions of(String name, String runtime, String handler) {
        return new TestFunctions(name, runtime, handler);
    }

    /** Adds a file to the code, or replaces one. */
    public TestFunctions file(String path, String content) {
        files.put(path, content);
        return this;
    }

    public TestFunctions noFiles() {
        files.clear();
        return this;
    }

    public TestFunctions handler(String newHandler) {
        handler = newHandler;
        return this;
    }

    public TestFunctions description(String newDescription) {
        description = newDescription;
        return this;
    }

    public TestFunctions memoryMb(int newMemoryMb) {
        memoryMb = newMemoryMb;
        return this;
    }

    public TestFunctions timeoutSeconds(int newTimeoutSeconds) {
        timeoutSeconds = newTimeoutSeconds;
        return this;
    }

    public TestFunctions ephemeralStorageMb(int newEphemeralStorageMb) {
        ephemeralStorageMb = newEphemeralStorageMb;
        return this;
    }

    public TestFunctions environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public TestFunctions tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    public TestFunctions network(NetworkAccess newNetwork) {
        network = newNetwork;
        return this;
    }

    public TestFunctions asyncRetry(RetryPolicy newAsyncRetry) {
        asyncRetry = newAsyncRetry;
        return this;
    }

    public TestFunctions code(CodePackage newCode) {
        code = newCode;
        return this;
    }

    public TestFunctions version(String newVersion) {
        version = newVersion;
        return this;
    }

    public TestFunctions revision(long newRevision) {
        revision = newRevision;
        return this;
    }

    public CodeUpload upload() {
        return new CodeUpload.Files(Map.copyOf(files));
    }

    public NewFunction toNewFunction() {
        return toNewFunction(upload());
    }

    public NewFunction toNewFunction(CodeUpload upload) {
        return new NewFunction(
                name,
                runtime,
                handler,
                memoryMb,
                timeoutSeconds,
                ephemeralStorageMb,
                Map.copyOf(environment),
                description,
                network,
                asyncRetry,
                Map.copyOf(tags),
                upload);
    }

    /** Builds the version to run. Its function's id follows from the name, so that two of one name are one function. */
    public FunctionVersion toVersion() {
        FunctionRuntime parsed = FunctionRuntime.parse(runtime).orElseThrow();
        return new FunctionVersion(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                name,
                version,
                revision,
                new FunctionConfiguration(
                        parsed,
                        handler,
                        memoryMb,
                        timeoutSeconds,
                        ephemeralStorageMb,
                        environment,
                        description,
                        network),
                code,
                asyncRetry);
    }
}
