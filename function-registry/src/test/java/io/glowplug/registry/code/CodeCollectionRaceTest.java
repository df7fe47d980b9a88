// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

class CodeCollectionRaceTest {

    @Test
    void evenWithoutGraceNoFunctionLosesItsCodeToACollectionUnderWay() throws Exception {
        try (RegistryHarness harness = RegistryHarness.start("glowplug.registry.code-grace=0s");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            FunctionRegistry registry = harness.registry();
            CodeCollector collector = harness.bean(CodeCollector.class);
            CountDownLatch done = new CountDownLatch(1);
            Future<?> collecting = threads.submit(() -> {
                while (done.getCount() > 0) {
                    collect(collector);
                }
            });

            try {
                for (int round = 0; round < 100; round++) {
                    registry.create(TestFunctions.python("f").toNewFunction());
                    assertThat(registry.publish("f", "", null).number()).isEqualTo(1);
                    assertThat(registry.codeArchive("f", "1")).isNotEmpty();
                    registry.delete("f", null);
                }
            } finally {
                done.countDown();
            }
            collecting.get(30, TimeUnit.SECONDS);
            collect(collector);
            assertThat(harness.jdbc()
                            .sql("select count(*) from code_package")
                            .query(Long.class)
                            .single())
                    .isZero();
            assertThat(harness.bean(NodeCodeDirectory.class).unpacked()).isEmpty();
        }
    }

    /** The foreign key is what stops a collection that saw a function come too late; with any grace it is never met. */
    private static void collect(CodeCollector collector) {
        try {
            collector.collect();
        } catch (DataIntegrityViolationException e) {
            assertThat(e).hasMessageContaining("code_package");
        }
    }
}
