// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static io.glowplug.registry.catalog.FunctionLifecycleTest.memory;
import static io.glowplug.registry.catalog.FunctionLifecycleTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.PublishedVersion;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FunctionVersionsTest {

    private static RegistryHarness harness;
    private static FunctionRegistry registry;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start();
        registry = harness.registry();
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void freezesConfigurationAndCode() {
        FunctionDetails before = harness.create(TestFunctions.python("frozen").environment("STAGE", "one"));
        PublishedVersion published = registry.publish("frozen", "the first", before.revision());
        registry.update("frozen", memory(512), null);
        registry.updateCode(
                "frozen", TestFunctions.python("frozen").file("b.py", "").upload(), null);

        PublishedVersion read =
                registry.versions("frozen", new PageRequest(10, null)).items().getFirst();

        assertThat(read).isEqualTo(published);
        assertThat(read.number()).isEqualTo(1);
        assertThat(read.description()).isEqualTo("the first");
        assertThat(read.configuration()).isEqualTo(before.configuration());
        assertThat(read.code()).isEqualTo(before.code());
    }

    @Test
    void publishingTheSameAgainGivesTheSameVersion() {
        harness.create(TestFunctions.python("same"));
        PublishedVersion first = registry.publish("same", "first", null);
        long revision = registry.get("same").revision();

        assertThat(registry.publish("same", "second", null)).isEqualTo(first);
        assertThat(registry.get("same").revision()).isEqualTo(revision);

        registry.update("same", memory(512), null);
        assertThat(registry.publish("same", "", null).number()).isEqualTo(2);
        registry.update("same", memory(128), null);
        assertThat(registry.publish("same", "", null).number()).isEqualTo(3);
    }

    @Test
    void numbersAreNeverUsedAgain() {
        harness.create(TestFunctions.python("counting"));
        registry.publish("counting", "", null);
        registry.deleteVersion("counting", 1);

        assertThat(registry.publish("counting", "", null).number()).isEqualTo(2);
        assertThat(refused(() -> registry.deleteVersion("counting", 1)).refusal())
                .isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void publishingRightAfterCreationWaitsForIt() {
        registry.create(TestFunctions.python("hasty").toNewFunction());

        assertThat(registry.publish("hasty", "", null).number()).isEqualTo(1);
    }

    @Test
    void aFunctionThatFailedIsNotPublished() {
        harness.create(TestFunctions.python("failed"));
        harness.jdbc()
                .sql("update function set state = 'failed', state_reason = 'no disk' where name = 'failed'")
                .update();

        assertThat(refused(() -> registry.publish("failed", "", null)))
                .returns(Refusal.CONFLICT, refused -> refused.refusal())
                .hasMessage("no disk");
    }

    @Test
    void twentyPublishersOfOneStateMakeOneVersion() throws Exception {
        harness.create(TestFunctions.python("rush"));
        List<Callable<PublishedVersion>> publishers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            publishers.add(() -> registry.publish("rush", "", null));
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<PublishedVersion> published : threads.invokeAll(publishers)) {
                assertThat(published.get().number()).isEqualTo(1);
            }
        }
        assertThat(registry.versions("rush", new PageRequest(10, null)).items()).hasSize(1);
    }

    @Test
    void listsByNumberInPages() {
        harness.create(TestFunctions.python("many"));
        for (int i = 1; i <= 12; i++) {
            registry.update("many", memory(128 + i), null);
            registry.publish("many", "", null);
        }

        Page<PublishedVersion> first = registry.versions("many", new PageRequest(10, null));
        Page<PublishedVersion> second = registry.versions("many", new PageRequest(10, first.nextCursor()));

        assertThat(first.items()).extracting(PublishedVersion::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(second.items()).extracting(PublishedVersion::number).containsExactly(11, 12);
        assertThat(refused(() -> registry.versions("none", new PageRequest(1, null)))
                        .refusal())
                .isEqualTo(Refusal.NOT_FOUND);
    }
}
