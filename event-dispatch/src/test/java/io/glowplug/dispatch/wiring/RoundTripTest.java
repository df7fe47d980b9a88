// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.InvocationStatus;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.LedgerBalance;
import io.glowplug.dispatch.Redirection;
import io.glowplug.dispatch.RedriveOrder;
import io.glowplug.dispatch.TimelineEntry;
import io.glowplug.registry.CodePackage;
import io.glowplug.registry.FunctionConfiguration;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.FunctionVersion;
import io.glowplug.registry.LogRetention;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.RuntimeFamily;
import io.glowplug.runtime.AttemptOutcome;
import io.glowplug.runtime.AttemptRequest;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.Payload;
import io.glowplug.runtime.RunReport;
import io.glowplug.testing.TestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;

/** Both halves of the dispatch in one application, over a function that fails unless it is given cheese. */
class RoundTripTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Payload CHEESE = Payload.ofUtf8("{\"cheese\":true}");

    @Test
    void anEventThatDiedIsEditedRedrivenAndToldAsOneStory() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        JdbcClientAutoConfiguration.class,
                        TransactionAutoConfiguration.class))
                .withUserConfiguration(
                        NodeConfiguration.class,
                        DispatchConfiguration.class,
                        OrderConfiguration.class,
                        PayloadConfiguration.class,
                        AcceptanceConfiguration.class,
                        HistoryConfiguration.class,
                        DestinationConfiguration.class,
                        SendingAgainConfiguration.class)
                .withBean(DataSource.class, TestPostgres::freshDatabase)
                .withBean(InstantSource.class, InstantSource::system)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(FunctionResolver.class, () -> (name, _) -> withoutRetries(name))
                .withBean(LogRetention.class, () -> Map::of)
                .withBean(FunctionInvoker.class, () -> RoundTripTest::run)
                .run(context -> {
                    EventHistory history = context.getBean(EventHistory.class);
                    DeadLetterQueue deadLetters = context.getBean(DeadLetterQueue.class);

                    UUID event = accept(context.getBean(InvokeService.class), "{\"cheese\":false}");
                    await().atMost(LONG).until(() -> deadLetters.find(event).isPresent());

                    UUID again = deadLetters.redrive(event, new RedriveOrder(CHEESE, Redirection.NONE, null));
                    await().atMost(LONG)
                            .until(() ->
                                    history.invocation(again).orElseThrow().status() == InvocationStatus.SUCCEEDED);

                    EventDetails story = history.event(event).orElseThrow();
                    assertThat(story.invocations())
                            .extracting(InvocationSummary::status)
                            .containsExactly(InvocationStatus.DEAD_LETTERED, InvocationStatus.SUCCEEDED);
                    assertThat(story.timeline())
                            .extracting(TimelineEntry::what)
                            .containsExactly(
                                    "accepted",
                                    "queued",
                                    "attempt",
                                    "dead-lettered",
                                    "redriven",
                                    "queued",
                                    "attempt",
                                    "succeeded");
                    assertThat(context.getBean(Ledger.class).balances())
                            .containsExactly(new LedgerBalance("resize", null, 2, 1, 1, 0, 0, 0, 0, 0));
                });
    }

    private static UUID accept(InvokeService service, String payload) {
        AsyncAnswer answer =
                service.invokeAsync(new InvokeRequest("resize", null, Payload.ofUtf8(payload), null, null, null));
        return ((AsyncAnswer.Accepted) answer).eventId();
    }

    private static AttemptOutcome run(AttemptRequest request) {
        RunReport report = new RunReport(
                "env-1", "$LATEST", InstantSource.system().instant(), Duration.ZERO, null, Duration.ofMillis(3), 3, 40);
        return request.payload().equals(CHEESE)
                ? new AttemptOutcome.Returned(Payload.NULL, report)
                : new AttemptOutcome.FunctionFailed("OutOfCheese", "no cheese", Payload.NULL, report);
    }

    private static FunctionVersion withoutRetries(String name) {
        return new FunctionVersion(
                new UUID(0, 1),
                name,
                FunctionVersion.LATEST,
                1,
                new FunctionConfiguration(
                        new FunctionRuntime("python3.11", RuntimeFamily.PYTHON),
                        "index.handler",
                        128,
                        3,
                        512,
                        Map.of(),
                        "",
                        NetworkAccess.NONE),
                new CodePackage("0".repeat(64), 1, 1),
                new RetryPolicy(0, 0, 0, 3600));
    }
}
