// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.LoggingSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables a function finds: defaults it may change, its own, and last the reserved ones. No credentials are made
 * up: a function that needs some gets them as variables of its own.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 *
 * @param libraries what the node brings along for all functions, or null
 */
record FunctionVariables(
        FunctionIdentity identity,
        String taskRoot,
        String runtimeDirectory,
        String layers,
        @Nullable String libraries) {

    /** Names a script that is to start the runtime, as on Lambda. */
    static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

    /**
     * Interpreters, the C library and the loader read these when a process starts, or keep what they made of them.
     * Setting one later would have no effect or half of one.
     */
    private static final Pattern READ_AT_START = Pattern.compile(
            "(LD_|PYTHON|RUBY|NODE_|JAVA_|JDK_|_JAVA_|UV_|V8_|MALLOC_|GLIBC_|GCONV_|OPENSSL_|SSL_CERT|LC_|ICU_|RES_).*"
                    + "|LANG|LANGUAGE|TZ|TZDIR|LOCPATH|NLSPATH|HOSTALIASES|LOCALDOMAIN|TMPDIR|"
                    + EXEC_WRAPPER);

    static boolean isReadAtStart(String name) {
        return READ_AT_START.matcher(name).matches();
    }

    /** Returns those that are the same for every function of a runtime. */
    Map<String, String> atStartOf(FunctionRuntime runtime) {
        var variables = new LinkedHashMap<String, String>();
        addDefaults(variables, runtime);
        return variables;
    }

    Map<String, String> of(FunctionVersion version, Map<String, String> secrets, ProcessPlan.Start start) {
        var variables = new LinkedHashMap<String, String>();
        addDefaults(variables, version.configuration().runtime());
        variables.putAll(version.configuration().environment());
        variables.putAll(secrets);
        addReserved(variables, version, start);
        return variables;
    }

    private void addDefaults(Map<String, String> variables, FunctionRuntime runtime) {
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin:" + layers + "/bin");
        variables.put(
                "LD_LIBRARY_PATH",
                "/lib64:/usr/lib64:" + runtimeDirectory + ":" + runtimeDirectory + "/lib:" + taskRoot + ":" + taskRoot
                        + "/lib:" + layers + "/lib");
        switch (runtime.family()) {
            case PYTHON ->
                variables.put(
                        "PYTHONPATH",
                        runtimeDirectory
                                + ofNode("/python/lib/" + runtime.id() + "/site-packages")
                                + ofNode("/python"));
            case NODEJS ->
                variables.put(
                        "NODE_PATH",
                        layers + "/" + nodejsDirectoryFor(runtime) + ":" + layers + "/nodejs/node_modules"
                                + ofNode("/nodejs/node_modules") + ":" + runtimeDirectory + "/node_modules:"
                                + runtimeDirectory + ":" + taskRoot);
            case RUBY -> {
                variables.put("RUBYLIB", layers + "/ruby/lib");
                variables.put(
                        "GEM_PATH",
                        taskRoot + "/vendor/bundle/ruby/" + abiOf(runtime) + ":" + layers + "/ruby/gems/"
                                + abiOf(runtime)
                                + ofNode("/ruby/gems/" + abiOf(runtime)));
            }
            // Java takes its encodings from the locale, and few hosts have the one that LANG names.
            case JAVA, SPRING -> variables.put("LC_ALL", "C.UTF-8");
            case DOTNET, PROVIDED -> {}
        }
    }

    /** Returns a directory of the node's libraries as one more of a path, or nothing. */
    private String ofNode(String directory) {
        return libraries == null ? "" : ":" + libraries + directory;
    }

    /** Layers may hold modules for one version: https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html */
    static String nodejsDirectoryFor(FunctionRuntime nodejs) {
        String version = nodejs.id().substring("nodejs".length(), nodejs.id().indexOf('.'));
        return "nodejs/node" + version + "/node_modules";
    }

    /** Gems lie in a directory for each version of Ruby, whose last number is always 0 there. */
    private static String abiOf(FunctionRuntime ruby) {
        return ruby.id().substring("ruby".length()) + ".0";
    }

    private void addReserved(Map<String, String> variables, FunctionVersion version, ProcessPlan.Start start) {
        var configuration = version.configuration();
        variables.put("_HANDLER", configuration.handler());
        variables.put("AWS_REGION", identity.region());
        variables.put("AWS_DEFAULT_REGION", identity.region());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", version.functionName());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", version.version());
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(configuration.memoryMb()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", start.initializationType());
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", identity.logGroup(version));
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", identity.logStream(version, start.environmentId(), start.at()));
        LoggingSettings logging = configuration.logging();
        switch (logging.format()) {
            case TEXT -> {
                variables.put("AWS_LAMBDA_LOG_FORMAT", "Text");
                variables.remove("AWS_LAMBDA_LOG_LEVEL");
            }
            case JSON -> {
                variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
                variables.put(
                        "AWS_LAMBDA_LOG_LEVEL",
                        logging.applicationLevelOrDefault().name());
            }
        }
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        variables.put("LAMBDA_TASK_ROOT", taskRoot);
        variables.put("LAMBDA_RUNTIME_DIR", runtimeDirectory);
        switch (configuration.runtime().family()) {
            case PYTHON, NODEJS, RUBY, JAVA, SPRING, DOTNET ->
                variables.put(
                        "AWS_EXECUTION_ENV",
                        "AWS_Lambda_" + configuration.runtime().id());
            case PROVIDED -> variables.remove("AWS_EXECUTION_ENV");
        }
    }
}
