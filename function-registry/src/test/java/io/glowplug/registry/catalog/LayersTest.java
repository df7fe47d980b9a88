// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionExtras;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.LayerVersion;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LayersTest {

    private static final PageRequest FIRST_PAGE = new PageRequest(2, null);

    private static RegistryHarness harness;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start();
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void versionsAreNumberedNeverReusedAndListed() {
        LayerVersion first = publish("tools", "a");
        publish("tools", "b");
        LayerVersion third = publish("tools", "c");
        harness.layers().delete("tools", 3);

        assertThat(publish("tools", "d").number()).isEqualTo(4);
        publish("zebra", "z");

        assertThat(first.number()).isEqualTo(1);
        assertThat(third.code()).isNotEqualTo(first.code());
        assertThat(harness.layers().get("tools", 1)).isEqualTo(first);
        assertThat(harness.layers().latest(new PageRequest(100, null)).items())
                .extracting(version -> version.name() + version.number())
                .containsSequence("tools4", "zebra1");
        Page<LayerVersion> page = harness.layers().versions("tools", FIRST_PAGE);
        assertThat(page.items()).extracting(LayerVersion::number).containsExactly(1, 2);
        assertThat(harness.layers()
                        .versions("tools", new PageRequest(2, page.nextCursor()))
                        .items())
                .extracting(LayerVersion::number)
                .containsExactly(4);
        assertThat(harness.layers().content("tools", 1)).startsWith('P', 'K');
        assertThatThrownBy(() -> harness.layers().get("tools", 3))
                .asInstanceOf(type(RefusedException.class))
                .returns(Refusal.NOT_FOUND, RefusedException::refusal);
        assertThatThrownBy(() -> harness.layers().delete("tools", 3)).isInstanceOf(RefusedException.class);
    }

    @Test
    void refusesWhatIsNoLayerWithEveryRuleItBreaks() {
        refused(
                () -> harness.layers()
                        .publish(new NewLayerVersion(
                                "a b",
                                "d".repeat(257),
                                List.of("cobol85"),
                                "l".repeat(513),
                                new CodeUpload.Zip(new byte[] {1, 2, 3}))),
                "name must be",
                "description must be",
                "compatibleRuntimes must name",
                "licenseInfo must be",
                "code Could not unzip");
    }

    @Test
    void aFunctionNamesLayersInOrderAndItsVersionsFreezeThem() {
        FunctionLayer low = used(publish("low", "1"));
        FunctionLayer high = used(publish("high", "2"));

        FunctionDetails created = create("ordered", "high:1", "low:1");
        harness.registry().publish("ordered", "", null);
        FunctionDetails changed = harness.registry().update("ordered", layers("low:1"), null);

        assertThat(created.configuration().layers()).containsExactly(high, low);
        assertThat(changed.configuration().layers()).containsExactly(low);
        assertThat(harness.resolver().resolve("ordered", "1").configuration().layers())
                .containsExactly(high, low);
        assertThat(harness.resolver().resolve("ordered", null).configuration().layers())
                .containsExactly(low);
    }

    @Test
    void aFunctionKeepsALayerThatIsDeletedButNoneBeginsToUseIt() {
        publish("gone", "1");
        publish("gone", "2");
        FunctionDetails function = create("faithful", "gone:1");
        harness.layers().delete("gone", 1);

        FunctionDetails changed = harness.registry()
                .update(
                        "faithful",
                        new FunctionChange(null, null, 256, null, null, null, null, null, null, null),
                        null);
        assertThat(changed.configuration().layers())
                .isEqualTo(function.configuration().layers());
        assertThat(harness.registry().update("faithful", layers("gone:1"), null).revision())
                .isEqualTo(changed.revision());
        refused(() -> create("late", "gone:1"), "layers must name versions that exist, which gone:1 does not");
    }

    @Test
    void refusesLayersThatAreUnknownDoubleTooManyOrForOtherRuntimes() {
        for (int i = 1; i <= 6; i++) {
            publish("many" + i, "x");
        }
        publish("many1", "y");
        harness.layers().publish(new NewLayerVersion("nodes", "", List.of("nodejs20.x"), "MIT", files("x", "x")));

        refused(
                () -> create("f", "many1:1", "many2:1", "many3:1", "many4:1", "many5:1", "many6:1"),
                "layers must be at most 5");
        refused(() -> create("f", "many1:1", "many1:2"), "many1 is named twice");
        refused(() -> create("f", "many1:9", "none:1", "many1"), "many1:9 does not", "none:1 does not", "name:number");
        refused(() -> create("f", "nodes:1"), "layers must be compatible with python3.11, which nodes:1 is not");
        assertThat(harness.registry().find("f")).isEmpty();
    }

    @Test
    void codeAndLayersTogetherHaveALimit() {
        harness.jdbc().sql("insert into layer values ('huge', 1)").update();
        LayerVersion small = publish("small", "x");
        harness.jdbc().sql("""
                        insert into layer_version
                        select 'huge', 1, '', '[]', '', code_sha256, 1, 262143990, published_at
                        from layer_version where layer_name = 'small' and number = :number
                        """).param("number", small.number()).update();

        refused(() -> create("big", "huge:1"), "layers must unzip to at most 262144000 bytes");
        NewFunction tiny =
                TestFunctions.python("tiny").noFiles().file("app.py", "").toNewFunction();
        harness.registry().create(tiny.with(FunctionExtras.ofLayers(List.of("huge:1"))));
        refused(
                () -> harness.registry().updateCode("tiny", files("app.py", "# more than ten bytes"), null),
                "code must unzip to at most 262144000 bytes");
    }

    @Test
    void aHandlerMayLieInALayer() {
        harness.layers().publish(new NewLayerVersion("handlers", "", List.of(), "", files("python/wrap/main.py", "x")));
        NewFunction wrapped = TestFunctions.of("wrapped", "python3.11", "wrap.main.handler")
                .file("text", "")
                .toNewFunction();

        refused(() -> harness.registry().create(wrapped), "handler must name a module of the code");
        harness.registry().create(wrapped.with(FunctionExtras.ofLayers(List.of("handlers:1"))));
        refused(() -> harness.registry().update("wrapped", layers(), null), "handler must name a module of the code");
    }

    private static FunctionDetails create(String name, String... layers) {
        return harness.awaitSettled(harness.registry()
                .create(TestFunctions.python(name).toNewFunction().with(FunctionExtras.ofLayers(List.of(layers))))
                .name());
    }

    private static FunctionChange layers(String... layers) {
        return FunctionChange.of(FunctionExtras.ofLayers(List.of(layers)));
    }

    private static LayerVersion publish(String name, String content) {
        return harness.layers()
                .publish(new NewLayerVersion(name, "about " + name, List.of(), "", files("python/x.py", content)));
    }

    private static FunctionLayer used(LayerVersion version) {
        return new FunctionLayer(version.name(), version.number(), version.code());
    }

    private static CodeUpload files(String path, String content) {
        return new CodeUpload.Files(Map.of(path, content));
    }

    private static void refused(ThrowingCallable request, String... rules) {
        assertThatThrownBy(request)
                .isInstanceOf(RefusedException.class)
                .message()
                .contains(rules);
    }
}
