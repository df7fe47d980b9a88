// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static io.glowplug.registry.catalog.FunctionLifecycleTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that stay pending for a while, because the worker that activates them is held back. */
class PendingFunctionTest {

    private final RegistryHarness harness = RegistryHarness.start();
    private final FunctionActivationWorker worker = harness.bean(FunctionActivationWorker.class);

    @BeforeEach
    void holdBack() {
        worker.stop();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void callersWaitUntilTheFunctionIsActive() throws Exception {
        harness.registry().create(TestFunctions.python("slow").toNewFunction());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<FunctionVersion> call =
                    threads.submit(() -> harness.resolver().resolve("slow", null));
            Future<?> publication = threads.submit(() -> harness.registry().publish("slow", "", null));

            worker.start();

            assertThat(call.get(30, TimeUnit.SECONDS).functionName()).isEqualTo("slow");
            assertThat(publication.get(30, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(harness.registry().get("slow").state()).isEqualTo(new FunctionState.Active());
    }

    @Test
    void callersAreRefusedWhenItTakesTooLong() {
        harness.registry().create(TestFunctions.python("stuck").toNewFunction());

        RefusedException refused = refused(() -> harness.resolver().resolve("stuck", null));

        assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(refused).hasMessage("The function is being created.");
    }

    @Test
    void codeReplacedMeanwhileIsTheCodeThatBecomesActive() {
        FunctionDetails created =
                harness.registry().create(TestFunctions.python("f").toNewFunction());
        FunctionDetails replaced = harness.registry()
                .updateCode("f", TestFunctions.python("f").file("b.py", "").upload(), created.revision());

        harness.bean(FunctionEdits.class).settle("f", created.code(), new FunctionState.Failed("too late"));
        assertThat(harness.registry().get("f")).isEqualTo(replaced);
        assertThat(replaced.state()).isEqualTo(created.state());

        worker.start();
        FunctionDetails settled = harness.awaitSettled("f");
        assertThat(settled.state()).isEqualTo(new FunctionState.Active());
        assertThat(settled.code()).isEqualTo(replaced.code());
    }

    @Test
    void aFunctionMayBeChangedAndDeletedWhileItIsPending() {
        harness.registry().create(TestFunctions.python("f").toNewFunction());

        assertThat(harness.registry()
                        .update("f", FunctionLifecycleTest.memory(512), null)
                        .configuration()
                        .memoryMb())
                .isEqualTo(512);
        harness.registry().delete("f", null);
        assertThat(refused(() -> harness.resolver().resolve("f", null)).refusal())
                .isEqualTo(Refusal.NOT_FOUND);
    }
}
