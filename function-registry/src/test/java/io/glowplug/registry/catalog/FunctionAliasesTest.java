// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static io.glowplug.registry.catalog.FunctionLifecycleTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violation;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FunctionAliasesTest {

    private static RegistryHarness harness;
    private static FunctionRegistry registry;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start();
        registry = harness.registry();
        harness.create(TestFunctions.python("f"));
        registry.publish("f", "", null);
        registry.update("f", FunctionLifecycleTest.memory(256), null);
        registry.publish("f", "", null);
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void pointsAtAVersionAtLatestOrAtTwoVersions() {
        FunctionAlias plain = registry.createAlias(alias("f", "plain", "1", Map.of()));
        FunctionAlias latest = registry.createAlias(alias("f", "latest", "$LATEST", Map.of()));
        FunctionAlias split = registry.createAlias(alias("f", "split", "2", Map.of("1", 0.25)));

        assertThat(registry.getAlias("f", "plain")).isEqualTo(plain).returns("1", FunctionAlias::version);
        assertThat(registry.getAlias("f", "latest")).isEqualTo(latest).returns("$LATEST", FunctionAlias::version);
        assertThat(registry.getAlias("f", "split"))
                .isEqualTo(split)
                .returns(Map.of("1", 0.25), FunctionAlias::additionalWeights);
    }

    @Test
    void changesUnderARevisionOfItsOwn() {
        FunctionAlias created = registry.createAlias(alias("f", "moving", "1", Map.of()));
        long functionRevision = registry.get("f").revision();

        FunctionAlias moved = registry.updateAlias(alias("f", "moving", "2", Map.of("1", 1.0)), created.revision());

        assertThat(moved.revision()).isGreaterThan(created.revision());
        assertThat(registry.updateAlias(moved, moved.revision()).revision()).isEqualTo(moved.revision());
        assertThat(registry.get("f").revision()).isEqualTo(functionRevision);
        assertThat(refused(() -> registry.updateAlias(created, created.revision()))
                        .refusal())
                .isEqualTo(Refusal.STALE_REVISION);
        assertThat(registry.updateAlias(created, null).additionalWeights()).isEmpty();
    }

    @Test
    void refusesWhatLambdaRefuses() {
        assertThat(refusedField("1234", "1", Map.of())).isEqualTo("name");
        assertThat(refusedField("with space", "1", Map.of())).isEqualTo("name");
        assertThat(refusedField("x", "7", Map.of())).isEqualTo("version");
        assertThat(refusedField("x", "one", Map.of())).isEqualTo("version");
        assertThat(refusedField("x", "$LATEST", Map.of("1", 0.5))).isEqualTo("additionalWeights");
        assertThat(refusedField("x", "1", Map.of("1", 0.5))).isEqualTo("additionalWeights");
        assertThat(refusedField("x", "1", Map.of("$LATEST", 0.5))).isEqualTo("additionalWeights");
        assertThat(refusedField("x", "1", Map.of("9", 0.5))).isEqualTo("additionalWeights");
        assertThat(refusedField("x", "1", Map.of("2", 1.01))).isEqualTo("additionalWeights.2");
        assertThat(refusedField("x", "1", Map.of("2", Double.NaN))).isEqualTo("additionalWeights.2");

        RefusedException two = refused(() -> registry.createAlias(alias("f", "x", "1", Map.of("2", 0.1, "3", 0.1))));
        assertThat(two).hasMessageContaining("Number of items in AdditionalVersionWeights cannot be greater than 1");
    }

    @Test
    void aNameIsTakenOnceForEachFunction() {
        registry.createAlias(alias("f", "once", "1", Map.of()));

        RefusedException refused = refused(() -> registry.createAlias(alias("f", "once", "2", Map.of())));

        assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(refused).hasMessage("Alias already exists: f:once");
    }

    @Test
    void aVersionThatAnAliasPointsAtStays() {
        harness.create(TestFunctions.python("g"));
        registry.publish("g", "", null);
        registry.update("g", FunctionLifecycleTest.memory(256), null);
        registry.publish("g", "", null);
        registry.createAlias(alias("g", "live", "2", Map.of("1", 0.1)));

        assertThat(refused(() -> registry.deleteVersion("g", 1)))
                .returns(Refusal.CONFLICT, RefusedException::refusal)
                .hasMessage("Version 1 of g is in use by alias live");
        assertThat(refused(() -> registry.deleteVersion("g", 2)).refusal()).isEqualTo(Refusal.CONFLICT);

        registry.deleteAlias("g", "live");
        registry.deleteVersion("g", 1);
        assertThat(registry.versions("g", new PageRequest(10, null)).items()).hasSize(1);
    }

    @Test
    void whatIsUnknownIsNotFound() {
        assertThat(refused(() -> registry.getAlias("f", "none"))).hasMessage("Alias not found: f:none");
        assertThat(refused(() -> registry.deleteAlias("f", "none")).refusal()).isEqualTo(Refusal.NOT_FOUND);
        assertThat(refused(() -> registry.updateAlias(alias("f", "none", "1", Map.of()), null))
                        .refusal())
                .isEqualTo(Refusal.NOT_FOUND);
        assertThat(refused(() -> registry.createAlias(alias("none", "x", "1", Map.of())))
                        .refusal())
                .isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void listsByNameInPages() {
        harness.create(TestFunctions.python("h"));
        for (String name : new String[] {"c", "a", "b"}) {
            registry.createAlias(alias("h", name, "$LATEST", Map.of()));
        }

        Page<FunctionAlias> first = registry.aliases("h", new PageRequest(2, null));
        Page<FunctionAlias> second = registry.aliases("h", new PageRequest(2, first.nextCursor()));

        assertThat(first.items()).extracting(FunctionAlias::name).containsExactly("a", "b");
        assertThat(second.items()).extracting(FunctionAlias::name).containsExactly("c");
        assertThat(second.nextCursor()).isNull();
    }

    static FunctionAlias alias(String function, String name, String version, Map<String, Double> weights) {
        return new FunctionAlias(function, name, version, "", weights, 0, Instant.EPOCH);
    }

    private static String refusedField(String name, String version, Map<String, Double> weights) {
        return refused(() -> registry.createAlias(alias("f", name, version, weights))).violations().stream()
                .map(Violation::field)
                .findFirst()
                .orElseThrow();
    }
}
