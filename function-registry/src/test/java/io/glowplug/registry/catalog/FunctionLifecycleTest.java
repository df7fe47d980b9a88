// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.glowplug.registry.CodePackage;
import io.glowplug.registry.CodeUpload;
import io.glowplug.registry.FunctionChange;
import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.NetworkAccess;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.Refusal;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.RetryPolicy;
import io.glowplug.registry.testing.RegistryHarness;
import io.glowplug.registry.testing.TestFunctions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FunctionLifecycleTest {

    private static RegistryHarness harness;

    @BeforeAll
    static void start() {
        // Only nodes that are started for it take up what is pending, however long their start takes.
        harness = RegistryHarness.start("glowplug.registry.activation-interval=1h");
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void aNewFunctionIsPendingAndBecomesActiveByItself() {
        FunctionDetails created =
                harness.registry().create(TestFunctions.python("new").toNewFunction());
        FunctionDetails settled = harness.awaitSettled("new");

        assertThat(created.state()).isEqualTo(new FunctionState.Pending("The function is being created."));
        assertThat(settled.state()).isEqualTo(new FunctionState.Active());
        assertThat(settled.revision()).isGreaterThan(created.revision());
        assertThat(harness.codeDirectoryPath().resolve(settled.code().sha256()).resolve("app.py"))
                .isReadable();
    }

    @Test
    void everyFieldIsKept() {
        TestFunctions wanted = TestFunctions.nodejs("complete")
                .memoryMb(10_240)
                .timeoutSeconds(900)
                .ephemeralStorageMb(1_024)
                .environment("GREETING", "grüß \"dich\"")
                .environment("TZ", "Europe/Berlin")
                .description("Says hello")
                .network(new NetworkAccess(
                        NetworkAccess.Mode.INTERNET, List.of("api.example.com:443", "10.0.0.5/32:5432")))
                .asyncRetry(new RetryPolicy(5, 0, 10, 60))
                .tag("team", "engines");
        harness.create(wanted);

        FunctionDetails read = harness.registry().get("complete");

        assertThat(read.configuration()).isEqualTo(wanted.toVersion().configuration());
        assertThat(read.asyncRetry()).isEqualTo(new RetryPolicy(5, 0, 10, 60));
        assertThat(read.tags()).containsExactly(Map.entry("team", "engines"));
        assertThat(read.createdAt()).isEqualTo(harness.clock().instant());
    }

    @Test
    void aNameIsTakenOnce() {
        harness.create(TestFunctions.python("taken"));

        RefusedException refused = refused(
                () -> harness.registry().create(TestFunctions.nodejs("taken").toNewFunction()));

        assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(refused).hasMessage("Function already exist: taken");
    }

    @Test
    void twentyCreationsOfOneNameMakeOneFunction() throws Exception {
        List<Callable<FunctionDetails>> creations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            creations.add(() ->
                    harness.registry().create(TestFunctions.python("contested").toNewFunction()));
        }

        Race race = race(creations);

        assertThat(race.won()).hasSize(1);
        assertThat(race.lost()).hasSize(19).allMatch(refused -> refused.refusal() == Refusal.CONFLICT);
    }

    @Test
    void aChangeTouchesOnlyWhatItNames() {
        FunctionDetails before = harness.create(TestFunctions.python("changed").environment("KEEP", "me"));
        harness.clock().advance(Duration.ofSeconds(1));

        FunctionDetails after = harness.registry().update("changed", memory(512), before.revision());

        assertThat(after.configuration().memoryMb()).isEqualTo(512);
        assertThat(after.configuration().environment()).containsExactly(Map.entry("KEEP", "me"));
        assertThat(after.revision()).isEqualTo(before.revision() + 1);
        assertThat(after.modifiedAt()).isEqualTo(harness.clock().instant());
        assertThat(after.createdAt()).isEqualTo(before.createdAt());
        assertThat(after).isEqualTo(harness.registry().get("changed"));
    }

    @Test
    void aChangeThatChangesNothingKeepsTheRevision() {
        FunctionDetails before =
                harness.create(TestFunctions.python("unchanged").environment("A1", "b"));

        FunctionDetails after = harness.registry().update("unchanged", memory(128), null);

        assertThat(after).isEqualTo(before);
    }

    @Test
    void aChangeOfWhatBelongsToAFunctionRaisesItsRevision() {
        FunctionDetails before = harness.create(TestFunctions.python("touched"));

        FunctionDetails after = harness.registry().touch("touched");
        FunctionDetails again = harness.registry().touch("touched");

        assertThat(after.revision()).isEqualTo(before.revision() + 1);
        assertThat(again.revision()).isEqualTo(after.revision() + 1);
        assertThat(again.configuration()).isEqualTo(before.configuration());
    }

    @Test
    void anOldRevisionIsRefused() {
        FunctionDetails before = harness.create(TestFunctions.python("stale"));
        harness.registry().update("stale", memory(256), before.revision());

        assertThat(refused(() -> harness.registry().update("stale", memory(512), before.revision()))
                        .refusal())
                .isEqualTo(Refusal.STALE_REVISION);
        assertThat(refused(() -> harness.registry().delete("stale", before.revision()))
                        .refusal())
                .isEqualTo(Refusal.STALE_REVISION);
        assertThat(refused(() -> harness.registry().publish("stale", "", before.revision()))
                        .refusal())
                .isEqualTo(Refusal.STALE_REVISION);
        assertThat(harness.registry().get("stale").configuration().memoryMb()).isEqualTo(256);
    }

    @Test
    void ofTwoChangesToOneRevisionOneWins() throws Exception {
        for (int round = 0; round < 10; round++) {
            long revision = harness.create(TestFunctions.python("duel" + round)).revision();
            String name = "duel" + round;

            Race race = race(List.of(
                    () -> harness.registry().update(name, memory(256), revision),
                    () -> harness.registry().update(name, memory(512), revision)));

            assertThat(race.won()).hasSize(1);
            assertThat(race.lost()).singleElement().returns(Refusal.STALE_REVISION, RefusedException::refusal);
            assertThat(harness.registry().get(name)).isEqualTo(race.won().getFirst());
        }
    }

    @Test
    void changesThatNameNoRevisionAllHappen() throws Exception {
        long revision = harness.create(TestFunctions.python("queue")).revision();
        List<Callable<FunctionDetails>> changes = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            int memoryMb = 128 + i;
            changes.add(() -> harness.registry().update("queue", memory(memoryMb), null));
        }

        assertThat(race(changes).won()).hasSize(20);
        assertThat(harness.registry().get("queue").revision()).isEqualTo(revision + 20);
    }

    @Test
    void newCodeIsUnpackedBeforeItReplacesTheOld() {
        FunctionDetails before = harness.create(TestFunctions.python("coded"));
        CodeUpload upload =
                TestFunctions.python("coded").file("more.py", "x = 1\n").upload();

        FunctionDetails after = harness.registry().updateCode("coded", upload, before.revision());

        assertThat(after.state()).isEqualTo(new FunctionState.Active());
        assertThat(after.code()).isNotEqualTo(before.code());
        assertThat(after.revision()).isEqualTo(before.revision() + 1);
        assertThat(harness.codeDirectoryPath().resolve(after.code().sha256()).resolve("more.py"))
                .hasContent("x = 1\n");
        assertThat(harness.registry().updateCode("coded", upload, null)).isEqualTo(after);
    }

    @Test
    void refusedCodeLeavesNeitherRowsNorFiles() {
        FunctionDetails before = harness.create(TestFunctions.python("kept"));
        harness.registry().update("kept", memory(256), null);
        List<String> rows = storedCode();
        long files = unpackedCode();
        CodeUpload other = TestFunctions.python("kept").file("other.py", "").upload();
        CodeUpload noModule =
                TestFunctions.python("kept").noFiles().file("elsewhere.py", "").upload();

        refused(() -> harness.registry().updateCode("kept", other, before.revision()));
        refused(() -> harness.registry().updateCode("kept", noModule, null));
        refused(() -> harness.registry().updateCode("kept", new CodeUpload.Zip(new byte[] {1, 2, 3}), null));
        refused(() -> harness.registry().updateCode("no-such-function", other, null));
        refused(() -> harness.registry().create(TestFunctions.python("new one").toNewFunction(other)));

        assertThat(storedCode()).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(unpackedCode()).isEqualTo(files);
    }

    @Test
    void whenCodeReplacedByTwoAtOnceTheLoserLeavesNoFiles() throws Exception {
        for (int round = 0; round < 5; round++) {
            String name = "code-duel" + round;
            long revision = harness.create(TestFunctions.python(name)).revision();
            CodeUpload one = TestFunctions.python(name).file("one.py", name).upload();
            CodeUpload two = TestFunctions.python(name).file("two.py", name).upload();

            Race race = race(List.of(
                    () -> harness.registry().updateCode(name, one, revision),
                    () -> harness.registry().updateCode(name, two, revision)));

            assertThat(race.won()).hasSize(1);
            assertThat(race.lost()).hasSize(1);
        }
        assertThat(unpackedCode()).isEqualTo(storedCode().size());
    }

    @Test
    void aFunctionWhoseCodeCannotBeUnpackedFailsAndNewCodeRevivesIt() {
        harness.create(TestFunctions.python("broken").file("only.py", "here\n"));
        FunctionEdits edits = harness.bean(FunctionEdits.class);
        CodePackage code = harness.registry().get("broken").code();
        harness.jdbc()
                .sql("update function set state = 'pending', state_reason = 'again' where name = 'broken'")
                .update();

        edits.settle("broken", code, new FunctionState.Failed("The code could not be unpacked: disk full"));
        assertThat(harness.registry().get("broken").state())
                .isEqualTo(new FunctionState.Failed("The code could not be unpacked: disk full"));

        harness.registry()
                .updateCode(
                        "broken",
                        TestFunctions.python("broken").file("only.py", "here\n").upload(),
                        null);
        assertThat(harness.awaitSettled("broken").state()).isEqualTo(new FunctionState.Active());
    }

    @Test
    void damagedArchivesMakeAFunctionFailWithTheReason() {
        FunctionDetails created = harness.create(TestFunctions.python("damaged").file("mark.py", "damaged"));
        harness.jdbc()
                .sql("update code_package set archive = '\\x00' where sha256 = :sha256")
                .param("sha256", created.code().sha256())
                .update();
        FunctionDetails settled = onFreshNode("damaged");

        assertThat(settled.state())
                .isInstanceOfSatisfying(
                        FunctionState.Failed.class,
                        failed -> assertThat(failed.reason())
                                .isEqualTo("The code could not be unpacked: the stored archive is damaged"));
    }

    @Test
    void aNodeThatDiedBeforeActivationIsStoodInForByAnother() {
        harness.create(TestFunctions.python("orphan"));
        harness.jdbc()
                .sql("update function set state = 'pending', state_reason = 'again' where name = 'orphan'")
                .update();

        try (RegistryHarness other = harness.startAnotherNode()) {
            assertThat(other.awaitSettled("orphan").state()).isEqualTo(new FunctionState.Active());
        }
    }

    @Test
    void deletingTakesVersionsAndAliasesAlong() {
        harness.create(TestFunctions.python("doomed"));
        harness.registry().publish("doomed", "", null);
        harness.registry().createAlias(FunctionAliasesTest.alias("doomed", "live", "1", Map.of()));

        harness.registry().delete("doomed", null);

        assertThat(harness.registry().find("doomed")).isEmpty();
        assertThat(refused(() -> harness.registry().get("doomed"))).hasMessage("Function not found: doomed");
        assertThat(refused(() -> harness.registry().delete("doomed", null)).refusal())
                .isEqualTo(Refusal.NOT_FOUND);
        assertThat(harness.create(TestFunctions.python("doomed")).revision()).isPositive();
        assertThat(harness.registry()
                        .versions("doomed", new PageRequest(10, null))
                        .items())
                .isEmpty();
    }

    @Test
    void aFunctionInUseIsNotDeleted() {
        harness.create(TestFunctions.python("wanted"));
        harness.reasonToKeep(Optional.of("Trigger nightly sends events to it."));
        try {
            RefusedException refused = refused(() -> harness.registry().delete("wanted", null));

            assertThat(refused.refusal()).isEqualTo(Refusal.CONFLICT);
            assertThat(refused).hasMessage("Function wanted is in use. Trigger nightly sends events to it.");
        } finally {
            harness.reasonToKeep(Optional.empty());
        }
        assertThat(harness.registry().find("wanted")).isPresent();
    }

    @Test
    void listsByNameInPages() {
        for (String name : List.of("page-b", "page-a", "page-C", "page_d")) {
            harness.create(TestFunctions.python(name));
        }
        List<String> names = new ArrayList<>();
        String cursor = null;
        do {
            Page<FunctionDetails> page = harness.registry().list(new PageRequest(3, cursor));
            assertThat(page.items()).hasSizeBetween(1, 3);
            page.items().forEach(function -> names.add(function.name()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(names).isSorted().doesNotHaveDuplicates();
        assertThat(names).contains("page-C", "page-a", "page-b", "page_d");
        assertThat(refused(() -> harness.registry().list(new PageRequest(3, "not a cursor!")))
                        .violations())
                .singleElement()
                .returns("cursor", violation -> violation.field());
    }

    @Test
    void givesTheArchiveBackByteForByte() {
        FunctionDetails created = harness.create(TestFunctions.python("archived"));
        harness.registry().publish("archived", "", null);
        byte[] first = harness.registry().codeArchive("archived", "$LATEST");
        harness.registry()
                .updateCode(
                        "archived",
                        TestFunctions.python("archived").file("b.py", "").upload(),
                        null);

        assertThat(first).hasSize((int) created.code().sizeBytes());
        assertThat(harness.registry().codeArchive("archived", "1")).isEqualTo(first);
        assertThat(harness.registry().codeArchive("archived", "$LATEST")).isNotEqualTo(first);
        assertThat(refused(() -> harness.registry().codeArchive("archived", "2"))
                        .refusal())
                .isEqualTo(Refusal.NOT_FOUND);
        assertThat(refused(() -> harness.registry().codeArchive("archived", "live"))
                        .refusal())
                .isEqualTo(Refusal.NOT_FOUND);
    }

    private FunctionDetails onFreshNode(String name) {
        harness.jdbc()
                .sql("update function set state = 'pending', state_reason = 'again' where name = :name")
                .param("name", name)
                .update();
        try (RegistryHarness other = harness.startAnotherNode()) {
            return other.awaitSettled(name);
        }
    }

    private static List<String> storedCode() {
        return harness.jdbc()
                .sql("select sha256 from code_package")
                .query(String.class)
                .list();
    }

    private static long unpackedCode() {
        try (Stream<Path> names = Files.list(harness.codeDirectoryPath())) {
            return names.filter(path -> !path.endsWith(".locks")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FunctionChange memory(int memoryMb) {
        return new FunctionChange(null, null, memoryMb, null, null, null, null, null, null, null);
    }

    static RefusedException refused(ThrowingCallable request) {
        return catchThrowableOfType(RefusedException.class, request);
    }

    private record Race(List<FunctionDetails> won, List<RefusedException> lost) {}

    private static Race race(List<Callable<FunctionDetails>> requests) throws Exception {
        List<FunctionDetails> won = new ArrayList<>();
        List<RefusedException> lost = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<FunctionDetails> request : threads.invokeAll(requests)) {
                if (request.state() == Future.State.SUCCESS) {
                    won.add(request.resultNow());
                } else {
                    assertThat(request.exceptionNow()).isInstanceOf(RefusedException.class);
                    lost.add((RefusedException) request.exceptionNow());
                }
            }
        }
        return new Race(won, lost);
    }
}
