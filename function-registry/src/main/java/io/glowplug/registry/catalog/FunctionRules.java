// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.RuntimeCatalog;
import io.glowplug.registry.Violations;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * What a function's fields may be.
 *
 * <p>https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
 */
@Component
class FunctionRules {

    static final int MAX_DESCRIPTION = 256;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern HANDLER = Pattern.compile("[^\\s\\p{Cntrl}]{1,128}");
    private static final int MAX_TAGS = 50;
    private static final int MAX_TAG_KEY = 128;
    private static final int MAX_TAG_VALUE = 256;

    private final RuntimeCatalog runtimes;
    private final LayerRules layers;
    private final LoggingRules logging;

    FunctionRules(RuntimeCatalog runtimes, LayerRules layers, LoggingRules logging) {
        this.runtimes = runtimes;
        this.layers = layers;
        this.logging = logging;
    }

    /** Finds the layers that a function is to have; {@code present} are those it has. */
    List<FunctionLayer> findLayers(Violations violations, FunctionSettings settings, List<FunctionLayer> present) {
        return layers.find(violations, settings.layers(), settings.runtime(), present);
    }

    void checkName(Violations violations, String name) {
        violations.check(
                NAME.matcher(name).matches(), "name", "must be 1 to 64 letters, digits, hyphens or underscores");
    }

    void checkRuntime(Violations violations, String id) {
        FunctionRuntime.parse(id)
                .ifPresentOrElse(
                        runtime -> runtimes.refusalOf(runtime)
                                .ifPresent(refusal -> violations.check(false, "runtime", refusal)),
                        () -> violations.check(
                                false,
                                "runtime",
                                "must be one of python3.<minor>, nodejs<major>.x, ruby3.<minor>, java17, java21, java25,"
                                        + " spring, dotnet8, dotnet10, provided.al2023, provided.al2"));
    }

    void checkSettings(Violations violations, FunctionSettings settings) {
        violations
                .check(
                        HANDLER.matcher(settings.handler()).matches() || mayBeEmpty(settings),
                        "handler",
                        "must be 1 to 128 characters without whitespace")
                .range("memoryMb", settings.memoryMb(), 128, 10_240)
                .range("timeoutSeconds", settings.timeoutSeconds(), 1, 900)
                .range("ephemeralStorageMb", settings.ephemeralStorageMb(), 512, 10_240);
        EnvironmentRules.check(violations, settings.environment(), settings.secretBytes());
        NetworkRules.check(violations, settings.network());
        runtimes.refusalOfNetwork(settings.network().mode())
                .ifPresent(refusal -> violations.check(false, "network", refusal));
        logging.check(violations, settings.logging());
        checkDescription(violations, "description", settings.description());
        checkTags(violations, settings.tags());
    }

    /** An application of Spring with one function needs none to be chosen. */
    private static boolean mayBeEmpty(FunctionSettings settings) {
        return settings.handler().isEmpty() && settings.runtime().equals(FunctionRuntime.SPRING);
    }

    static void checkDescription(Violations violations, String field, String description) {
        violations
                .check(
                        description.length() <= MAX_DESCRIPTION,
                        field,
                        "must be at most " + MAX_DESCRIPTION + " characters")
                .check(Texts.storable(description), field, Texts.RULE);
    }

    private static void checkTags(Violations violations, Map<String, String> tags) {
        violations.check(tags.size() <= MAX_TAGS, "tags", "must be at most " + MAX_TAGS);
        tags.forEach((key, value) -> violations
                .check(
                        !key.isEmpty() && key.length() <= MAX_TAG_KEY,
                        "tags." + key,
                        "must have a key of 1 to " + MAX_TAG_KEY + " characters")
                .check(!key.startsWith("aws:"), "tags." + key, "must not begin with 'aws:'")
                .check(
                        value.length() <= MAX_TAG_VALUE,
                        "tags." + key,
                        "must have a value of at most " + MAX_TAG_VALUE + " characters")
                .check(Texts.storable(key) && Texts.storable(value), "tags." + key, Texts.RULE));
    }
}
