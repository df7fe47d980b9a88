// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.Violations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * What a layer may be and which ones a function may name.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
 */
@Component
class LayerRules {

    static final String FIELD = "layers";

    private static final int MAX_LAYERS = 5;
    private static final int MAX_RUNTIMES = 15;
    private static final int MAX_LICENSE = 512;
    private static final long MAX_UNZIPPED_BYTES = 262_144_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,140}");
    private static final Pattern REFERENCE = Pattern.compile("(" + NAME.pattern() + "):([1-9][0-9]{0,8})");

    private final LayerVersionRepository versions;

    LayerRules(LayerVersionRepository versions) {
        this.versions = versions;
    }

    static void checkNew(Violations violations, NewLayerVersion version) {
        violations
                .check(
                        NAME.matcher(version.name()).matches(),
                        "name",
                        "must be 1 to 140 letters, digits, hyphens or underscores")
                .check(
                        version.licenseInfo().length() <= MAX_LICENSE,
                        "licenseInfo",
                        "must be at most " + MAX_LICENSE + " characters")
                .check(Texts.storable(version.licenseInfo()), "licenseInfo", Texts.RULE)
                .check(
                        version.compatibleRuntimes().size() <= MAX_RUNTIMES,
                        "compatibleRuntimes",
                        "must be at most " + MAX_RUNTIMES);
        FunctionRules.checkDescription(violations, "description", version.description());
        version.compatibleRuntimes()
                .forEach(runtime -> violations.check(
                        FunctionRuntime.parse(runtime).isPresent(),
                        "compatibleRuntimes",
                        "must name runtimes, which '" + runtime + "' is not"));
    }

    /**
     * Finds the versions that references name, and notes every rule they break. What the function has already may stay
     * although it was deleted since.
     */
    List<FunctionLayer> find(
            Violations violations, List<String> references, String runtime, List<FunctionLayer> present) {
        violations.check(
                references.size() <= MAX_LAYERS,
                FIELD,
                "must be at most " + MAX_LAYERS + " (Cannot reference more than 5 layers.)");
        Set<String> names = new HashSet<>();
        List<FunctionLayer> found = new ArrayList<>();
        for (String reference : references) {
            Matcher parts = REFERENCE.matcher(reference);
            if (!parts.matches()) {
                violations.check(false, FIELD, "must be written as name:number, which '" + reference + "' is not");
                continue;
            }
            violations.check(
                    names.add(parts.group(1)),
                    FIELD,
                    "must hold one version of each layer, but " + parts.group(1) + " is named twice");
            find(violations, new StoredLayerVersion.Key(parts.group(1), Integer.parseInt(parts.group(2))), runtime)
                    .or(() -> present.stream()
                            .filter(layer -> layer.reference().equals(reference))
                            .findFirst())
                    .ifPresentOrElse(
                            found::add,
                            () -> violations.check(
                                    false, FIELD, "must name versions that exist, which " + reference + " does not"));
        }
        return found;
    }

    static void checkSize(Violations violations, String field, CodePackage code, List<FunctionLayer> layers) {
        long total = code.unzippedBytes()
                + layers.stream()
                        .mapToLong(layer -> layer.code().unzippedBytes())
                        .sum();
        violations.check(
                total <= MAX_UNZIPPED_BYTES,
                field,
                "must unzip to at most " + MAX_UNZIPPED_BYTES + " bytes, code and layers together, not " + total);
    }

    private Optional<FunctionLayer> find(Violations violations, StoredLayerVersion.Key key, String runtime) {
        return versions.findById(key).map(version -> {
            violations.check(
                    version.isFor(runtime),
                    FIELD,
                    "must be compatible with " + runtime + ", which " + key.layerName() + ":" + key.number()
                            + " is not");
            return version.toFunctionLayer();
        });
    }
}
