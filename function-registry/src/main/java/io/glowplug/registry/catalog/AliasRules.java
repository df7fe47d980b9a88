// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Violations;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an alias may be called and where it may point.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
@Component
class AliasRules {

    private static final String WEIGHTS = "additionalWeights";
    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)[a-zA-Z0-9_-]{1,128}");

    private final VersionRepository versions;

    AliasRules(VersionRepository versions) {
        this.versions = versions;
    }

    /** Returns where the alias is to point, or refuses it with every rule that it breaks. */
    AliasTarget target(FunctionDetails function, FunctionAlias alias) {
        Violations violations = Violations.of()
                .check(
                        NAME.matcher(alias.name()).matches(),
                        "name",
                        "must be 1 to 128 letters, digits, hyphens or underscores, and not digits only");
        FunctionRules.checkDescription(violations, "description", alias.description());
        boolean latest = alias.version().equals(FunctionVersion.LATEST);
        violations.check(
                latest || exists(function, alias.version()),
                "version",
                "must be $LATEST or the number of a version of " + function.name());
        checkWeights(violations, function, alias, latest);
        violations.refuseIfAny();
        return target(latest ? null : Integer.valueOf(alias.version()), alias.additionalWeights());
    }

    private void checkWeights(Violations violations, FunctionDetails function, FunctionAlias alias, boolean latest) {
        Map<String, Double> weights = alias.additionalWeights();
        violations
                .check(
                        weights.size() <= 1,
                        WEIGHTS,
                        "must hold at most one version (Number of items in AdditionalVersionWeights cannot be greater"
                                + " than 1)")
                .check(
                        !latest || weights.isEmpty(),
                        WEIGHTS,
                        "must be empty, since $LATEST is not supported for an alias pointing to more than 1 version");
        weights.forEach((version, weight) -> violations
                .check(
                        !version.equals(alias.version()),
                        WEIGHTS,
                        "must name another version than the alias itself: version " + version
                                + " is already included in routing configuration")
                .check(
                        exists(function, version),
                        WEIGHTS,
                        "must name the number of a version of " + function.name() + ", which " + version + " is not")
                .check(
                        weight != null && weight >= 0.0 && weight <= 1.0,
                        WEIGHTS + "." + version,
                        "must be between 0.0 and 1.0"));
    }

    private boolean exists(FunctionDetails function, String version) {
        return VersionNumbers.parse(version)
                .filter(number -> versions.existsById(new StoredVersion.Key(function.id(), number)))
                .isPresent();
    }

    private static AliasTarget target(@Nullable Integer version, Map<String, Double> weights) {
        Iterator<Map.Entry<String, Double>> additional = weights.entrySet().iterator();
        if (!additional.hasNext()) {
            return new AliasTarget(version, null, null);
        }
        Map.Entry<String, Double> other = additional.next();
        return new AliasTarget(version, Integer.valueOf(other.getKey()), other.getValue());
    }
}
