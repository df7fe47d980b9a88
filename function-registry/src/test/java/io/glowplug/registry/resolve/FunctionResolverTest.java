// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.glowplug.registry.FunctionAlias;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionRegistry;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.ServedFunctions;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class FunctionResolverTest {

    private static RegistryHarness harness;
    private static FunctionRegistry registry;
    private static FunctionResolver resolver;

    @BeforeAll
    static void start() {
        harness = RegistryHarness.start();
        registry = harness.registry();
        resolver = harness.resolver();
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void latestIsTheFunctionAsItStands() {
        FunctionDetails created = harness.create(TestFunctions.python("standing"));

        FunctionVersion resolved = resolver.resolve("standing", null);

        assertThat(resolved)
                .returns(created.id(), FunctionVersion::functionId)
                .returns("$LATEST", FunctionVersion::version)
                .returns(created.revision(), FunctionVersion::revision)
                .returns(created.configuration(), FunctionVersion::configuration)
                .returns(created.code(), FunctionVersion::code);
        assertThat(resolver.resolve("standing", "$LATEST")).isSameAs(resolved);
    }

    @Test
    void aFunctionThatIsNotKnownYetIsFoundWithinATransactionOfTheLedgers() {
        harness.create(TestFunctions.python("asked-for-by-the-ledger"));
        try (RegistryHarness other = harness.startAnotherNode()) {
            var ledgers = new TransactionTemplate(new JdbcTransactionManager(other.bean(DataSource.class)));

            FunctionVersion resolved = ledgers.execute(_ -> other.resolver().resolve("asked-for-by-the-ledger", null));

            assertThat(resolved).isEqualTo(resolver.resolve("asked-for-by-the-ledger", null));
        }
    }

    @Test
    void aNodeKnowsWhichFunctionsItCannotRun() {
        String runtime = harness.create(TestFunctions.python("snake"))
                .configuration()
                .runtime()
                .id();
        registry.publish("snake", "frozen", null);
        harness.create(TestFunctions.nodejs("web"));
        try (RegistryHarness other = harness.startAnotherNode()) {
            other.runtimes().refuse(runtime, "no Python here");
            ServedFunctions served = other.bean(ServedFunctions.class);
            assertThat(served.notServedHere()).contains("snake").doesNotContain("web");

            harness.create(TestFunctions.python("viper"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> served.notServedHere().contains("viper"));
        }
        assertThat(harness.bean(ServedFunctions.class).notServedHere()).isEmpty();
    }

    @Test
    void anOwnChangeIsSeenAtOnce() {
        harness.create(TestFunctions.python("mine"));
        for (int memoryMb = 200; memoryMb < 250; memoryMb++) {
            registry.update("mine", memory(memoryMb), null);

            assertThat(resolver.resolve("mine", null).configuration().memoryMb())
                    .isEqualTo(memoryMb);
        }
    }

    @Test
    void aChangeOnAnotherNodeIsSeenWithinASecond() {
        harness.create(TestFunctions.python("theirs"));
        resolver.resolve("theirs", null);
        try (RegistryHarness other = harness.startAnotherNode()) {
            other.registry().update("theirs", memory(512), null);
        }

        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> resolver.resolve("theirs", null).configuration().memoryMb() == 512);
    }

    @Test
    void aVersionStaysAsItWasPublished() {
        FunctionDetails before = harness.create(TestFunctions.python("frozen"));
        registry.publish("frozen", "", null);
        FunctionVersion published = resolver.resolve("frozen", "1");
        registry.update("frozen", memory(512), null);

        assertThat(resolver.resolve("frozen", "1")).isEqualTo(published);
        assertThat(published.configuration()).isEqualTo(before.configuration());
        assertThat(published.version()).isEqualTo("1");
    }

    @Test
    void anAliasIsFollowedAndSplitByWeight() {
        harness.create(TestFunctions.python("split"));
        registry.publish("split", "", null);
        registry.update("split", memory(256), null);
        registry.publish("split", "", null);
        FunctionAlias alias = registry.createAlias(alias("split", "2", Map.of()));
        assertThat(resolver.resolve("split", "live").version()).isEqualTo("2");

        registry.updateAlias(alias("split", "2", Map.of("1", 0.25)), alias.revision());
        int drawn = 0;
        for (int i = 0; i < 10_000; i++) {
            drawn += resolver.resolve("split", "live").version().equals("1") ? 1 : 0;
        }
        // 2,500 expected, standard deviation 43: eight of them away is impossible in practice.
        assertThat(drawn).isBetween(2_150, 2_850);

        registry.updateAlias(alias("split", "2", Map.of("1", 1.0)), null);
        assertThat(resolver.resolve("split", "live").version()).isEqualTo("1");
        registry.updateAlias(alias("split", "2", Map.of("1", 0.0)), null);
        assertThat(resolver.resolve("split", "live").version()).isEqualTo("2");
        registry.deleteAlias("split", "live");
        assertThat(refused("split", "live").refusal()).isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        harness.create(TestFunctions.python("known"));

        assertThat(refused("unknown", null)).hasMessage("Function not found: unknown");
        assertThat(refused("known", "3")).hasMessage("Function not found: known:3");
        assertThat(refused("known", "live")).hasMessage("Function not found: known:live");
        assertThat(refused("known", "live").refusal()).isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void aDeletedFunctionIsGoneAtOnce() {
        harness.create(TestFunctions.python("gone"));
        resolver.resolve("gone", null);
        registry.delete("gone", null);

        assertThat(refused("gone", null).refusal()).isEqualTo(Refusal.NOT_FOUND);
    }

    @Test
    void aFunctionThatIsBeingCreatedIsWaitedFor() throws Exception {
        List<Callable<FunctionVersion>> callers = new ArrayList<>();
        registry.create(TestFunctions.python("fresh").toNewFunction());
        for (int i = 0; i < 20; i++) {
            callers.add(() -> resolver.resolve("fresh", null));
        }

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<FunctionVersion> resolved : threads.invokeAll(callers)) {
                assertThat(resolved.get().functionName()).isEqualTo("fresh");
            }
        }
    }

    @Test
    void aFailedFunctionIsRefusedWithTheReasonWhileItsVersionsRunOn() {
        harness.create(TestFunctions.python("failed"));
        registry.publish("failed", "", null);
        harness.jdbc()
                .sql("update function set state = 'failed', state_reason = 'no disk' where name = 'failed'")
                .update();
        harness.bean(CachingFunctionResolver.class).invalidateAll();

        assertThat(refused("failed", null))
                .returns(Refusal.CONFLICT, RefusedException::refusal)
                .hasMessage("no disk");
        assertThat(resolver.resolve("failed", "1").version()).isEqualTo("1");
    }

    @Test
    void everythingIsFoundAgainAfterARestart() {
        try (RegistryHarness before = RegistryHarness.start()) {
            before.create(TestFunctions.nodejs("lasting").environment("KEPT", "yes"));
            before.registry().publish("lasting", "", null);
            before.registry().createAlias(alias("lasting", "1", Map.of()));
            FunctionVersion latest = before.resolver().resolve("lasting", null);
            FunctionVersion live = before.resolver().resolve("lasting", "live");

            try (RegistryHarness after = before.restart()) {
                assertThat(after.resolver().resolve("lasting", null)).isEqualTo(latest);
                assertThat(after.resolver().resolve("lasting", "live")).isEqualTo(live);
                try (var lease = after.codeDirectory().lease(live.code())) {
                    assertThat(lease.path().resolve("index.js")).isReadable();
                }
            }
        }
    }

    @Test
    void changesAndReadsRaceWithoutEverLeavingOldStateBehind() throws Exception {
        harness.create(TestFunctions.python("raced"));
        for (int round = 0; round < 30; round++) {
            int memoryMb = 300 + round;
            List<Callable<Object>> racers = new ArrayList<>();
            racers.add(() -> registry.update("raced", memory(memoryMb), null));
            for (int i = 0; i < 4; i++) {
                racers.add(() -> resolver.resolve("raced", null));
            }
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Object> racer : threads.invokeAll(racers)) {
                    assertThat(racer.get()).isNotNull();
                }
            }
            assertThat(resolver.resolve("raced", null).configuration().memoryMb())
                    .isEqualTo(memoryMb);
        }
    }

    private static RefusedException refused(String name, String qualifier) {
        return catchThrowableOfType(RefusedException.class, () -> resolver.resolve(name, qualifier));
    }

    private static FunctionChange memory(int memoryMb) {
        return new FunctionChange(null, null, memoryMb, null, null, null, null, null, null, null);
    }

    private static FunctionAlias alias(String function, String version, Map<String, Double> weights) {
        return new FunctionAlias(function, "live", version, "", weights, 0, Instant.EPOCH);
    }
}
