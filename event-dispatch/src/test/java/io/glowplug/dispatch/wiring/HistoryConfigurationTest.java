// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.DeadLetterQueue;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.FunctionLogs;
import io.glowplug.dispatch.Ledger;
import io.glowplug.dispatch.expression.JmespathExpressions;
import io.glowplug.dispatch.fixture.KnownFunctions;
import io.glowplug.dispatch.fixture.SettableClock;
import io.glowplug.dispatch.flow.FlowRules;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.ledger.LedgerProperties;
import io.glowplug.dispatch.log.LogProperties;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.NodeIdentity;
import io.glowplug.dispatch.partition.RetentionProperties;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.registry.FlowControls;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.LogRetention;
import io.glowplug.runtime.FunctionLogSink;
import io.glowplug.testing.TestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

class HistoryConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceTransactionManagerAutoConfiguration.class,
                    JdbcTemplateAutoConfiguration.class,
                    JdbcClientAutoConfiguration.class,
                    TransactionAutoConfiguration.class))
            .withUserConfiguration(
                    HistoryConfiguration.class, SendingAgainConfiguration.class, PayloadConfiguration.class)
            .withBean(FlowRules.class, () -> new FlowRules(FlowControls.NONE, new JmespathExpressions()))
            .withBean(IdempotencyStore.class)
            .withBean(LedgerAccess.class)
            .withBean(NodeIdentity.class, () -> new NodeIdentity("node-1"))
            .withBean(DataSource.class, TestPostgres::freshDatabase)
            .withBean(
                    ClockWatch.class,
                    () -> new ClockWatch(
                            new SettableClock(Instant.parse("2026-11-21T12:00:00Z")), Duration.ofSeconds(1)))
            .withBean(FunctionResolver.class, KnownFunctions::new)
            .withBean(LogRetention.class, () -> Map::of)
            .withBean(DueSignal.class, () -> () -> {})
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    @Test
    void opensEveryDoorAndHasPartitionsOnceStarted() {
        application.run(context -> {
            assertThat(context)
                    .hasSingleBean(DeadLetterQueue.class)
                    .hasSingleBean(EventHistory.class)
                    .hasSingleBean(FunctionLogs.class)
                    .hasSingleBean(FunctionLogSink.class)
                    .hasSingleBean(Ledger.class);
            assertThat(context.getBean(JdbcClient.class)
                            .sql("select to_regclass('event_p20261121') is not null")
                            .query(Boolean.class)
                            .single())
                    .isTrue();
        });
    }

    @Test
    void hasTheDefaultsThatItsSettingsPromise() {
        application.run(context -> {
            assertThat(context.getBean(RetentionProperties.class))
                    .isEqualTo(new RetentionProperties(
                            Duration.ofDays(30), Duration.ofDays(14), null, Duration.ofDays(1), Duration.ofDays(90)));
            assertThat(context.getBean(LedgerProperties.class)).isEqualTo(new LedgerProperties(Duration.ofMinutes(1)));
            assertThat(context.getBean(LogProperties.class))
                    .isEqualTo(new LogProperties(
                            Duration.ofMillis(200),
                            2_000,
                            DataSize.ofMegabytes(32),
                            Duration.ofSeconds(1),
                            Duration.ofMillis(300)));
        });
    }

    @Test
    void takesEverySettingByItsName() {
        application
                .withPropertyValues(
                        "glowplug.dispatch.retention.events=60d",
                        "glowplug.dispatch.retention.logs=3d",
                        "glowplug.dispatch.retention.dead-letters=90d",
                        "glowplug.dispatch.retention.purge-grace=1h",
                        "glowplug.dispatch.retention.resends=10d",
                        "glowplug.dispatch.ledger.audit-every=5s",
                        "glowplug.dispatch.log.flush-every=1s",
                        "glowplug.dispatch.log.batch-lines=10",
                        "glowplug.dispatch.log.buffer=1MB",
                        "glowplug.dispatch.log.patience=0s",
                        "glowplug.dispatch.log.poll-every=1s")
                .run(context -> {
                    assertThat(context.getBean(RetentionProperties.class))
                            .isEqualTo(new RetentionProperties(
                                    Duration.ofDays(60),
                                    Duration.ofDays(3),
                                    Duration.ofDays(90),
                                    Duration.ofHours(1),
                                    Duration.ofDays(10)));
                    assertThat(context.getBean(LedgerProperties.class))
                            .isEqualTo(new LedgerProperties(Duration.ofSeconds(5)));
                    assertThat(context.getBean(LogProperties.class))
                            .isEqualTo(new LogProperties(
                                    Duration.ofSeconds(1),
                                    10,
                                    DataSize.ofMegabytes(1),
                                    Duration.ZERO,
                                    Duration.ofSeconds(1)));
                });
    }

    @Test
    void refusesToStartWithASettingThatCannotBeHonoured() {
        application
                .withPropertyValues("glowplug.dispatch.retention.logs=1d")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("glowplug.dispatch.retention.logs must be at least 2 days"));
    }
}
