// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.ProvisionedConcurrency.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds the versions behind what is provisioned; also what the runtime's door is filled from. */
@Component
public class ProvisionedVersions {

    private final ProvisionRepository provisions;
    private final FunctionRepository functions;
    private final CatalogReads reads;

    ProvisionedVersions(ProvisionRepository provisions, FunctionRepository functions, CatalogReads reads) {
        this.provisions = provisions;
        this.functions = functions;
        this.reads = reads;
    }

    /** Returns everything that is wanted, by reading the database. */
    public List<Wanted> wanted() {
        Map<UUID, List<StoredProvision>> byFunction = provisions.findAll().stream()
                .collect(Collectors.groupingBy(provision -> provision.key().functionId()));
        List<Wanted> wanted = new ArrayList<>();
        functions.findAllById(byFunction.keySet()).forEach(function -> {
            FunctionDetails details = function.toDetails();
            Map<String, Wanted> byVersion = new LinkedHashMap<>();
            byFunction.getOrDefault(details.id(), List.of()).stream()
                    .flatMap(provision ->
                            wanted(details, provision.key().qualifier(), provision.environments()).stream())
                    .forEach(one -> byVersion.merge(
                            one.version().version(),
                            one,
                            (a, b) -> new Wanted(a.version(), a.environments() + b.environments())));
            wanted.addAll(byVersion.values());
        });
        return List.copyOf(wanted);
    }

    /** Returns what environments for that qualifier come to: an alias that splits shares them by its weight. */
    List<Wanted> wanted(FunctionDetails function, String qualifier, int environments) {
        if (VersionNumbers.parse(qualifier).isPresent()) {
            return version(function, qualifier, environments);
        }
        return reads.alias(function, qualifier)
                .map(alias -> split(function, alias, environments))
                .orElse(List.of());
    }

    private List<Wanted> split(FunctionDetails function, FunctionAlias alias, int environments) {
        List<Wanted> shares = new ArrayList<>();
        int left = environments;
        for (Map.Entry<String, Double> other : alias.additionalWeights().entrySet()) {
            int share = (int) Math.round(environments * other.getValue());
            shares.addAll(version(function, other.getKey(), share));
            left -= share;
        }
        shares.addAll(version(function, alias.version(), left));
        return shares;
    }

    private List<Wanted> version(FunctionDetails function, String version, int environments) {
        return VersionNumbers.parse(version)
                .flatMap(number -> reads.version(function, number))
                .filter(_ -> environments > 0)
                .map(found -> List.of(new Wanted(found, environments)))
                .orElse(List.of());
    }
}
