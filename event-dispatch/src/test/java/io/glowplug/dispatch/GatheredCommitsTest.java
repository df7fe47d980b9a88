// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

class GatheredCommitsTest {

    private static final int MEBIBYTE = 1 << 20;

    @AutoClose
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private RuntimeException failure;

    @Test
    void whatComesAloneIsCommittedAtOnceByItsOwnThread() {
        mayGoOn.countDown();
        Thread caller = Thread.currentThread();
        GatheredCommits<Integer, Thread> commits =
                new GatheredCommits<>(bounds(1), group -> List.of(Thread.currentThread()));

        assertThat(commits.commit(7)).isSameAs(caller);
    }

    @Test
    void whatCameMeanwhileIsCommittedTogetherAndEachHasItsOwnAnswer() throws Exception {
        GatheredCommits<Integer, String> commits = commits(1);
        List<Future<String>> answers = first(commits);
        answers.addAll(more(commits, 1, 300));

        mayGoOn.countDown();

        for (int i = 0; i <= 300; i++) {
            assertThat(answers.get(i).get()).isEqualTo("stored " + i);
        }
        assertThat(groups).extracting(List::size).containsExactly(1, 300);
    }

    @Test
    void aGroupHasNoMoreThanItsTransactionCanCarry() throws Exception {
        GatheredCommits<Integer, String> commits = commits(MEBIBYTE);
        List<Future<String>> answers = first(commits);
        answers.addAll(more(commits, 1, 9));

        mayGoOn.countDown();

        for (Future<String> answer : answers) {
            answer.get();
        }
        assertThat(groups).extracting(List::size).containsExactly(1, 4, 4, 1);
    }

    @Test
    void oneThatTheDatabaseRefusesDoesNotFailTheOthers() throws Exception {
        GatheredCommits<Integer, String> commits = commits(1);
        failure = new DataIntegrityViolationException("no such thing");
        List<Future<String>> answers = first(commits);
        answers.addAll(more(commits, 1, 5));

        mayGoOn.countDown();

        assertThat(answers.get(2).get()).isEqualTo("stored 2");
        assertThat(answers.get(5).get()).isEqualTo("stored 5");
        assertThatThrownBy(() -> answers.get(3).get())
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
    }

    @Test
    void whileTheDatabaseIsAwayItIsNotAskedForEachOfThem() throws Exception {
        GatheredCommits<Integer, String> commits = commits(1);
        failure = new DataAccessResourceFailureException("away", new SQLException("away", "08006"));
        List<Future<String>> answers = first(commits);
        answers.addAll(more(commits, 1, 5));

        mayGoOn.countDown();

        for (Future<String> answer : answers.subList(1, 6)) {
            assertThatThrownBy(answer::get).hasCause(failure);
        }
        assertThat(groups).hasSize(2);
    }

    private GatheredCommits<Integer, String> commits(int weight) {
        return new GatheredCommits<>(bounds(weight), this::store);
    }

    private static GatheredCommits.Bounds<Integer> bounds(int weight) {
        return new GatheredCommits.Bounds<>(1, 500, 4 * MEBIBYTE, _ -> weight);
    }

    private List<String> store(List<Integer> group) {
        groups.add(group);
        entered.countDown();
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null && group.contains(3)) {
            throw failure;
        }
        return group.stream().map(each -> "stored " + each).toList();
    }

    /** One that is being committed when the others come. */
    private List<Future<String>> first(GatheredCommits<Integer, String> commits) throws InterruptedException {
        List<Future<String>> answers = new ArrayList<>();
        answers.add(callers.submit(() -> commits.commit(0)));
        entered.await();
        return answers;
    }

    private List<Future<String>> more(GatheredCommits<Integer, String> commits, int from, int to) {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            int item = i;
            answers.add(callers.submit(() -> commits.commit(item)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> commits.waiting() == to);
        return answers;
    }
}
