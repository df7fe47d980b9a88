// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionExtras;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.LoggingSettings;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.PublishedVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SealedSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Keeps functions in memory, with revisions and refusals like the real registry, but no limits. */
public final class FakeFunctions implements FunctionRegistry {

    static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    public final Map<String, CodeUpload> code = new HashMap<>();
    private final TreeMap<String, FunctionDetails> functions = new TreeMap<>();
    private final Map<String, List<PublishedVersion>> versions = new HashMap<>();
    private final TreeMap<String, FunctionAlias> aliases = new TreeMap<>();

    public void clear() {
        functions.clear();
        versions.clear();
        aliases.clear();
        code.clear();
    }

    @Override
    public FunctionDetails create(NewFunction function) {
        if (functions.containsKey(function.name())) {
            throw RefusedException.conflict("there is a function " + function.name() + " already");
        }
        FunctionRuntime runtime = FunctionRuntime.parse(function.runtime())
                .orElseThrow(() -> RefusedException.invalid("runtime", "must be one of the runtimes"));
        FunctionDetails details = new FunctionDetails(
                UUID.randomUUID(),
                function.name(),
                new FunctionState.Pending("its code is being unpacked"),
                1,
                new FunctionConfiguration(
                                runtime,
                                function.handler(),
                                function.memoryMb(),
                                function.timeoutSeconds(),
                                function.ephemeralStorageMb(),
                                function.environment(),
                                function.description(),
                                function.network())
                        .withSecrets(sealed(Map.of(), function.extras()))
                        .withLogging(or(function.extras().logging(), LoggingSettings.DEFAULT)),
                function.asyncRetry(),
                new CodePackage("0".repeat(64), 10, 20),
                function.tags(),
                NOW,
                NOW);
        functions.put(function.name(), details);
        code.put(function.name(), function.code());
        return details;
    }

    @Override
    public Optional<FunctionDetails> find(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    @Override
    public FunctionDetails get(String name) {
        return find(name).orElseThrow(() -> RefusedException.notFound("there is no function " + name));
    }

    @Override
    public Page<FunctionDetails> list(PageRequest page) {
        List<FunctionDetails> rest = new ArrayList<>(
                page.cursor() == null
                        ? functions.values()
                        : functions.tailMap(page.cursor(), false).values());
        if (rest.size() <= page.limit()) {
            return new Page<>(rest, null);
        }
        List<FunctionDetails> items = rest.subList(0, page.limit());
        return new Page<>(items, items.getLast().name());
    }

    @Override
    public FunctionDetails update(String name, FunctionChange change, Long expectedRevision) {
        FunctionDetails old = current(name, expectedRevision);
        FunctionConfiguration configuration = old.configuration();
        return replace(new FunctionDetails(
                old.id(),
                name,
                old.state(),
                old.revision() + 1,
                new FunctionConfiguration(
                                configuration.runtime(),
                                or(change.handler(), configuration.handler()),
                                or(change.memoryMb(), configuration.memoryMb()),
                                or(change.timeoutSeconds(), configuration.timeoutSeconds()),
                                or(change.ephemeralStorageMb(), configuration.ephemeralStorageMb()),
                                or(change.environment(), configuration.environment()),
                                or(change.description(), configuration.description()),
                                or(change.network(), configuration.network()))
                        .withSecrets(sealed(configuration.secrets(), change.extras()))
                        .withLogging(or(change.extras().logging(), configuration.logging())),
                or(change.asyncRetry(), old.asyncRetry()),
                old.code(),
                or(change.tags(), old.tags()),
                old.createdAt(),
                NOW));
    }

    @Override
    public FunctionDetails touch(String name) {
        FunctionDetails old = current(name, null);
        return replace(new FunctionDetails(
                old.id(),
                name,
                old.state(),
                old.revision() + 1,
                old.configuration(),
                old.asyncRetry(),
                old.code(),
                old.tags(),
                old.createdAt(),
                NOW));
    }

    @Override
    public FunctionDetails updateCode(String name, CodeUpload upload, Long expectedRevision) {
        FunctionDetails old = current(name, expectedRevision);
        code.put(name, upload);
        return replace(new FunctionDetails(
                old.id(),
                name,
                old.state(),
                old.revision() + 1,
                old.configuration(),
                old.asyncRetry(),
                old.code(),
                old.tags(),
                old.createdAt(),
                NOW));
    }

    private FunctionDetails current(String name, Long expectedRevision) {
        FunctionDetails function = get(name);
        if (expectedRevision != null && expectedRevision != function.revision()) {
            throw RefusedException.staleRevision("the function " + name + " was changed meanwhile");
        }
        return function;
    }

    private FunctionDetails replace(FunctionDetails function) {
        functions.put(function.name(), function);
        return function;
    }

    private static Map<String, SealedSecret> sealed(Map<String, SealedSecret> present, FunctionExtras extras) {
        Map<String, SealedSecret> sealed = new HashMap<>(present);
        if (extras.secrets() != null) {
            extras.secrets().forEach((name, text) -> {
                if (text == null) {
                    sealed.remove(name);
                } else {
                    sealed.put(name, new SealedSecret("sealed", text.value().length()));
                }
            });
        }
        return sealed;
    }

    private static <T> T or(T wanted, T old) {
        return wanted == null ? old : wanted;
    }

    @Override
    public void delete(String name, Long expectedRevision) {
        current(name, expectedRevision);
        functions.remove(name);
    }

    @Override
    public PublishedVersion publish(String name, String description, Long expectedRevision) {
        FunctionDetails function = current(name, expectedRevision);
        List<PublishedVersion> published = versions.computeIfAbsent(name, any -> new ArrayList<>());
        PublishedVersion version = new PublishedVersion(
                name, published.size() + 1, description, function.configuration(), function.code(), NOW);
        published.add(version);
        return version;
    }

    @Override
    public Page<PublishedVersion> versions(String name, PageRequest page) {
        return new Page<>(versions.getOrDefault(name, List.of()), null);
    }

    @Override
    public void deleteVersion(String name, int number) {
        if (!versions.getOrDefault(name, List.of()).removeIf(version -> version.number() == number)) {
            throw RefusedException.notFound("there is no version " + number);
        }
    }

    @Override
    public FunctionAlias createAlias(FunctionAlias alias) {
        FunctionAlias stored = withRevision(alias, 1);
        aliases.put(alias.functionName() + "/" + alias.name(), stored);
        return stored;
    }

    @Override
    public FunctionAlias getAlias(String functionName, String aliasName) {
        return Optional.ofNullable(aliases.get(functionName + "/" + aliasName))
                .orElseThrow(() -> RefusedException.notFound("there is no alias " + aliasName));
    }

    @Override
    public FunctionAlias updateAlias(FunctionAlias alias, Long expectedRevision) {
        FunctionAlias old = getAlias(alias.functionName(), alias.name());
        if (expectedRevision != null && expectedRevision != old.revision()) {
            throw RefusedException.staleRevision("the alias " + alias.name() + " was changed meanwhile");
        }
        FunctionAlias stored = withRevision(alias, old.revision() + 1);
        aliases.put(alias.functionName() + "/" + alias.name(), stored);
        return stored;
    }

    private static FunctionAlias withRevision(FunctionAlias alias, long revision) {
        return new FunctionAlias(
                alias.functionName(),
                alias.name(),
                alias.version(),
                alias.description(),
                alias.additionalWeights(),
                revision,
                NOW);
    }

    @Override
    public void deleteAlias(String functionName, String aliasName) {
        getAlias(functionName, aliasName);
        aliases.remove(functionName + "/" + aliasName);
    }

    @Override
    public Page<FunctionAlias> aliases(String functionName, PageRequest page) {
        return new Page<>(List.copyOf(aliases.values()), null);
    }

    @Override
    public byte[] codeArchive(String name, String version) {
        return ("zip of " + name + " " + version).getBytes(StandardCharsets.UTF_8);
    }
}
