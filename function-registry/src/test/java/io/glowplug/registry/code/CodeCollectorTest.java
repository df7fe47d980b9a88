// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.CodeDirectory.Lease;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionExtras;
import io.glowplug.registry.FunctionLayer;
import io.glowplug.registry.NewFunction;
import io.glowplug.registry.NewLayerVersion;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

class CodeCollectorTest {

    private static RegistryHarness harness;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start("glowplug.registry.code-collection-interval=1d");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @AfterEach
    void deleteFunctions() {
        harness.jdbc().sql("delete from function_alias").update();
        harness.jdbc().sql("delete from function").update();
        harness.jdbc().sql("delete from layer_version").update();
        harness.jdbc().sql("delete from layer").update();
        harness.jdbc().sql("delete from code_package").update();
        collect();
    }

    @Test
    void removesRowsAndFilesOnceTheyWereUnusedForTheGracePeriod() {
        CodePackage code = harness.create(TestFunctions.python("short-lived")).code();
        harness.registry().delete("short-lived", null);

        collect();
        harness.clock().advance(Duration.ofMinutes(59));
        collect();
        assertThat(storedCode()).containsExactly(code.sha256());
        assertThat(harness.codeDirectoryPath().resolve(code.sha256())).exists();

        harness.clock().advance(Duration.ofMinutes(1));
        collect();
        assertThat(storedCode()).isEmpty();
        assertThat(harness.codeDirectoryPath().resolve(code.sha256())).doesNotExist();
    }

    @Test
    void keepsCodeOfFunctionsAndOfTheirVersions() {
        FunctionDetails first = harness.create(TestFunctions.python("kept"));
        harness.registry().publish("kept", "", null);
        FunctionDetails second = harness.registry()
                .updateCode(
                        "kept", TestFunctions.python("kept").file("more.py", "").upload(), null);

        collectAfterGrace();

        assertThat(storedCode())
                .containsExactlyInAnyOrder(first.code().sha256(), second.code().sha256());

        harness.registry().deleteVersion("kept", 1);
        collectAfterGrace();

        assertThat(storedCode()).containsExactly(second.code().sha256());
    }

    @Test
    void keepsLayersOfFunctionsAndTheirMergedFilesUntilNothingUsesThem() {
        for (String layer : List.of("one", "two")) {
            harness.layers()
                    .publish(new NewLayerVersion(layer, "", List.of(), "", new CodeUpload.Files(Map.of(layer, layer))));
        }
        NewFunction layered = TestFunctions.python("layered").toNewFunction();
        harness.registry().create(layered.with(FunctionExtras.ofLayers(List.of("one:1", "two:1"))));
        harness.awaitSettled("layered");
        harness.layers().delete("one", 1);
        harness.layers().delete("two", 1);
        List<CodePackage> layers = harness.resolver().resolve("layered", null).configuration().layers().stream()
                .map(FunctionLayer::code)
                .toList();
        collectAfterGrace();

        Path merged;
        try (Lease lease = harness.codeDirectory().leaseLayers(layers)) {
            merged = lease.path();
        }
        collectAfterGrace();
        assertThat(storedCode()).hasSize(3);
        assertThat(merged.resolve("two")).hasContent("two");

        harness.registry().delete("layered", null);
        collectAfterGrace();
        assertThat(storedCode()).isEmpty();
        assertThat(merged).doesNotExist();
    }

    @Test
    void keepsFilesThatAreLeased() {
        CodePackage code = harness.create(TestFunctions.python("running")).code();
        try (Lease lease = harness.codeDirectory().lease(code)) {
            harness.registry().delete("running", null);
            collectAfterGrace();

            assertThat(storedCode()).isEmpty();
            assertThat(lease.path().resolve("app.py")).isReadable();
        }
        collect();
        assertThat(harness.codeDirectoryPath().resolve(code.sha256())).doesNotExist();
    }

    @Test
    void usingCodeAgainWithinTheGracePeriodKeepsIt() {
        CodePackage code = harness.create(TestFunctions.python("again")).code();
        harness.registry().delete("again", null);
        collect();
        harness.clock().advance(Duration.ofMinutes(30));

        harness.create(TestFunctions.python("again"));
        collectAfterGrace();

        assertThat(storedCode()).containsExactly(code.sha256());
    }

    @Test
    void skipsItsTurnWhileAnotherNodeCollects() {
        harness.create(TestFunctions.python("watched"));
        harness.registry().delete("watched", null);
        collect();
        harness.clock().advance(Duration.ofHours(2));

        TransactionOperations transactions = harness.bean(TransactionOperations.class);
        transactions.executeWithoutResult(_ -> {
            assertThat(harness.bean(CodePackageStore.class).becomeCollector()).isTrue();
            Thread other = Thread.ofVirtual().start(CodeCollectorTest::collect);
            joinUninterruptibly(other);
        });
        assertThat(storedCode()).hasSize(1);

        collect();
        assertThat(storedCode()).isEmpty();
    }

    private static void collectAfterGrace() {
        collect();
        harness.clock().advance(Duration.ofHours(1));
        collect();
    }

    private static void collect() {
        harness.bean(CodeCollector.class).collect();
    }

    private static List<String> storedCode() {
        return harness.jdbc()
                .sql("select sha256 from code_package")
                .query(String.class)
                .list();
    }

    private static void joinUninterruptibly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
