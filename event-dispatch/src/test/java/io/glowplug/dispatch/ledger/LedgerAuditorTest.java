// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.dispatch.LedgerBalance;
import io.glowplug.dispatch.fixture.LedgerFixture;
import io.glowplug.dispatch.fixture.LedgerFixture.Draft;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

@ExtendWith(OutputCaptureExtension.class)
class LedgerAuditorTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private LedgerFixture ledger;
    private LedgerAuditor auditor;

    @BeforeEach
    void start() {
        ledger = new LedgerFixture();
        auditor = new LedgerAuditor(new LedgerStore(ledger.jdbc), meters);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void countsEveryStateOfEachFunctionAndTrigger() {
        UUID trigger = UUID.randomUUID();
        ledger.accept(Draft.of("resize"));
        ledger.accept(Draft.of("resize"));
        ledger.start(ledger.accept(Draft.of("resize")));
        ledger.kill(ledger.accept(Draft.of("resize")), "ValueError");
        UUID done = ledger.accept(Draft.of("resize").trigger(trigger));
        ledger.start(done);
        ledger.succeed(done);

        assertThat(new LedgerStore(ledger.jdbc).balances())
                .containsExactlyInAnyOrder(
                        new LedgerBalance("resize", null, 4, 0, 1, 0, 0, 1, 2, 0),
                        new LedgerBalance("resize", trigger, 1, 1, 0, 0, 0, 0, 0, 0));
        assertThat(auditor.audit()).isEmpty();
        assertThat(gauge("glowplug.ledger.difference")).isZero();
        assertThat(meters.get("glowplug.ledger.open")
                        .tag("state", "waiting")
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(meters.get("glowplug.ledger.events")
                        .tag("fate", "accepted")
                        .functionCounter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void addsTheShardsUp() {
        new LedgerCounts(new JdbcTemplate(ledger.database), 1).add(List.of(LedgerDelta.cancelled("resize", null, 2)));
        ledger.counts.add(List.of(LedgerDelta.accepted("resize", null, 2)));

        assertThat(new LedgerStore(ledger.jdbc).balances())
                .containsExactly(new LedgerBalance("resize", null, 2, 0, 0, 0, 2, 0, 0, 0));
    }

    @Test
    void anInvocationThatVanishedIsReportedWithItsFunctionAndNumbers(CapturedOutput output) {
        UUID lost = ledger.accept(Draft.of("resize"));
        ledger.accept(Draft.of("resize"));
        ledger.jdbc
                .sql("delete from invocation where id = :id")
                .param("id", lost)
                .update();

        assertThat(auditor.audit()).extracting(LedgerBalance::difference).containsExactly(1L);
        assertThat(output)
                .contains("ERROR")
                .contains("ledger of function resize and trigger (none) is off by 1: accepted 2")
                .contains("waiting 1");
        assertThat(gauge("glowplug.ledger.difference")).isEqualTo(1);
    }

    @Test
    void aRowThatWasNeverCountedIsReportedToo() {
        ledger.accept(Draft.of("resize"));
        ledger.jdbc.sql("delete from ledger_count").update();

        assertThat(auditor.audit()).extracting(LedgerBalance::difference).containsExactly(-1L);
        assertThat(gauge("glowplug.ledger.difference")).isEqualTo(1);
    }

    @Test
    void showsNoNumbersOnceAnotherNodeAudits() {
        ledger.accept(Draft.of("resize"));
        auditor.audit();

        auditor.laidDown();

        assertThat(gauge("glowplug.ledger.difference")).isNaN();
        assertThat(meters.get("glowplug.ledger.events")
                        .tag("fate", "accepted")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
