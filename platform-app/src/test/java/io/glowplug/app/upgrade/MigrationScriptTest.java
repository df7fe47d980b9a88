// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.app.upgrade.MigrationScript.Touch;
import io.glowplug.app.upgrade.MigrationScript.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

class MigrationScriptTest {

    /** The migrations up to here were made before nodes of two versions could meet on one database. */
    private static final int LAST_WITHOUT_RULE = 19;

    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");

    /** The rule of CONTRIBUTING.md for each migration of this build. */
    @Test
    void noMigrationTakesAwayWhatTheVersionBeforeItNeedsUnlessItSaysSinceWhenThatIsSafe() throws IOException {
        List<String> broken = new ArrayList<>();
        int looked = 0;
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*.sql")) {
            Matcher version = VERSION.matcher(String.valueOf(file.getFilename()));
            if (!version.matches() || Integer.parseInt(version.group(1)) <= LAST_WITHOUT_RULE) {
                continue;
            }
            looked++;
            MigrationScript script = MigrationScript.parse(file.getContentAsString(StandardCharsets.UTF_8));
            if (!script.contracts().isEmpty() && script.contractReason().isEmpty()) {
                broken.add(file.getFilename() + ": " + script.contracts());
            }
        }
        assertThat(looked).isGreaterThanOrEqualTo(2);
        assertThat(broken)
                .as("migrations that take something away; see \"Migrations\" in CONTRIBUTING.md")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table invocation",
                "alter table event drop column source",
                "alter table event drop source",
                "alter table event rename column source to origin",
                "alter table event rename to fact",
                "alter table event alter column source type integer",
                "alter table event alter source set data type integer",
                "alter table event alter column trigger_id set not null",
                "alter table event add column colour text not null",
                "alter table event add colour text not null",
                "alter table event add column a text, add column b text not null",
                "truncate event",
                "drop view balances"
            })
    void whatOldNodesWouldStumbleOverIsFound(String statement) {
        assertThat(MigrationScript.parse("-- harmless\n" + statement + ";\n").contracts())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table event add column colour text",
                "alter table event add column colour text not null default 'red'",
                "alter table event add column n bigint generated always as identity",
                "alter table event drop constraint event_check",
                "alter table event alter column source drop not null",
                "alter table event alter column source set default 'x'",
                "create index event_by_source on event (source)",
                "insert into event values (1)",
                "create table paint (colour text not null)",
                "create table paint (a int); alter table paint add column b int not null",
                "comment on table event is 'drop table event'"
            })
    void whatOnlyAddsIsFine(String statement) {
        assertThat(MigrationScript.parse(statement).contracts()).isEmpty();
    }

    @Test
    void aContractHasToSayWhy() {
        String sql =
                "-- contract: safe since 0.3, whose nodes no longer read it\nalter table event drop column source;";

        assertThat(MigrationScript.parse(sql).contractReason())
                .isEqualTo("safe since 0.3, whose nodes no longer read it");
        assertThat(MigrationScript.parse("-- no contract\nselect 1;").contractReason())
                .isEmpty();
    }

    @Test
    void whatIsTouchedIsNamedWithItsLockAndHowLongItTakes() {
        List<Touch> touches = MigrationScript.parse("""
                create table paint (id int);
                create index paint_id on paint (id);
                alter table event add column colour text;
                create index event_colour on event (colour);
                create index concurrently event_colour_2 on event (colour);
                update dead_letter set reason = 'x; y';
                alter table attempt add constraint positive check (attempt > 0);
                """).touches();

        assertThat(touches)
                .extracting(Touch::table)
                .containsExactly("event", "event", "event", "dead_letter", "attempt");
        assertThat(touches)
                .extracting(Touch::work)
                .containsExactly(Work.CATALOG, Work.INDEX, Work.INDEX, Work.REWRITE, Work.SCAN);
        assertThat(touches.get(1).lock()).startsWith("SHARE (");
        assertThat(touches.get(2).lock()).startsWith("SHARE UPDATE");
        assertThat(MigrationChecks.estimate(touches.get(1), 400L << 20).toSeconds())
                .isEqualTo(10);
    }
}
