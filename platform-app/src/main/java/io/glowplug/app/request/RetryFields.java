// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.request;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.RetryPreset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A retry policy as a user writes it: a preset, numbers, or numbers that differ from a preset's.
 *
 * @param preset {@code lambda}, {@code aggressive} or {@code none}; null to start from what there is
 */
public record RetryFields(
        @Nullable String preset,
        @Nullable Integer maxRetries,
        @Nullable Integer minBackoffSeconds,
        @Nullable Integer maxBackoffSeconds,
        @Nullable Integer maxEventAgeSeconds,
        @Nullable List<@Nullable String> onlyErrors,
        @Nullable List<@Nullable String> neverErrors) {

    /** Returns the policy that it makes of the present one; fields are named relative to {@code parent}. */
    public RetryPolicy over(RetryPolicy present, String parent) {
        return Fields.within(parent, () -> over(preset == null ? present : preset(preset)));
    }

    private RetryPolicy over(RetryPolicy base) {
        return new RetryPolicy(
                Optional.ofNullable(maxRetries).orElse(base.maxRetries()),
                Optional.ofNullable(minBackoffSeconds).orElse(base.minBackoffSeconds()),
                Optional.ofNullable(maxBackoffSeconds).orElse(base.maxBackoffSeconds()),
                Optional.ofNullable(maxEventAgeSeconds).orElse(base.maxEventAgeSeconds()),
                onlyErrors == null ? base.onlyErrors() : Fields.texts("onlyErrors", onlyErrors),
                neverErrors == null ? base.neverErrors() : Fields.texts("neverErrors", neverErrors));
    }

    private static RetryPolicy preset(String name) {
        return Arrays.stream(RetryPreset.values())
                .filter(preset -> word(preset).equals(name))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid(
                        "preset",
                        "must be one of "
                                + Arrays.stream(RetryPreset.values())
                                        .map(RetryFields::word)
                                        .collect(Collectors.joining(", "))))
                .policy();
    }

    private static String word(RetryPreset preset) {
        return preset.name().toLowerCase(Locale.ROOT);
    }
}
