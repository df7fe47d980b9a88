// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.resolve;

import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.catalog.CatalogReads;
import io.glowplug.registry.catalog.VersionNumbers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One function as of one read, with those of its versions and aliases that were asked for. */
final class CachedFunction {

    /** What a qualifier stands for. */
    private sealed interface Target {
        record One(FunctionVersion version) implements Target {}

        record Split(FunctionVersion main, FunctionVersion other, double weightOfOther) implements Target {}
    }

    private final FunctionDetails function;
    private final CatalogReads reads;
    private final @Nullable Integer reserved;
    private final FunctionVersion latest;
    private final ConcurrentHashMap<String, Target> targets = new ConcurrentHashMap<>();

    CachedFunction(FunctionDetails function, CatalogReads reads) {
        this.function = function;
        this.reads = reads;
        this.reserved = reads.reservedConcurrency(function.id());
        this.latest = new FunctionVersion(
                function.id(),
                function.name(),
                FunctionVersion.LATEST,
                function.revision(),
                function.configuration(),
                function.code(),
                function.asyncRetry(),
                reserved);
    }

    FunctionVersion resolve(@Nullable String qualifier) {
        if (qualifier == null || qualifier.equals(FunctionVersion.LATEST)) {
            return latest();
        }
        Target target = targets.get(qualifier);
        if (target == null) {
            target = read(qualifier);
            targets.put(qualifier, target);
        }
        return switch (target) {
            case Target.One one -> one.version();
            case Target.Split split ->
                ThreadLocalRandom.current().nextDouble() < split.weightOfOther() ? split.other() : split.main();
        };
    }

    /** Published versions run on when {@code $LATEST} cannot: they were made of code that could be unpacked. */
    private FunctionVersion latest() {
        return switch (function.state()) {
            case FunctionState.Active _ -> latest;
            case FunctionState.Pending pending -> throw RefusedException.conflict(pending.reason());
            case FunctionState.Failed failed -> throw RefusedException.conflict(failed.reason());
        };
    }

    private Target read(String qualifier) {
        if (VersionNumbers.parse(qualifier).isPresent()) {
            return new Target.One(version(qualifier));
        }
        FunctionAlias alias = reads.alias(function, qualifier).orElseThrow(() -> unknown(qualifier));
        FunctionVersion main = version(alias.version());
        for (Map.Entry<String, Double> additional : alias.additionalWeights().entrySet()) {
            return new Target.Split(main, version(additional.getKey()), additional.getValue());
        }
        return new Target.One(main);
    }

    private FunctionVersion version(String version) {
        if (version.equals(FunctionVersion.LATEST)) {
            return latest();
        }
        return VersionNumbers.parse(version)
                .flatMap(number -> reads.version(function, number))
                .map(found -> found.withReservedConcurrency(reserved))
                .orElseThrow(() -> unknown(version));
    }

    private RefusedException unknown(String qualifier) {
        return RefusedException.notFound("Function not found: " + function.name() + ":" + qualifier);
    }
}
