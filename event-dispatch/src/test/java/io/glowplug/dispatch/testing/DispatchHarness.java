// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.LedgerTransactions;
import io.glowplug.dispatch.TriggerDirectory;
import io.glowplug.dispatch.fixture.SettableClock;
import io.glowplug.dispatch.partition.DayPartitions;
import io.glowplug.registry.FlowControl;
import io.glowplug.registry.FlowControls;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.LogRetention;
import io.glowplug.registry.SecretCipher;
import io.glowplug.registry.testing.FakeSecretCipher;
import io.glowplug.runtime.FunctionInvoker;
import io.glowplug.runtime.Payload;
import io.glowplug.testing.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The dispatch on a real PostgreSQL, with scripted functions and a clock that a test moves by hand. It starts at
 * the real time, since ids carry that. The loops are the
 * real ones; {@link #runDue()} waits until they have nothing left to do.
 */
public final class DispatchHarness implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final String jdbcUrl;
    private final HikariDataSource database;
    private final JdbcClient jdbc;
    private final SettableClock clock =
            new SettableClock(InstantSource.system().instant().truncatedTo(ChronoUnit.MICROS));
    private volatile InstantSource nodesClock = clock;
    private final FakeRuntime runtime = new FakeRuntime();
    private final FakeTriggers triggers = new FakeTriggers();
    private final ScriptedDestination destination = new ScriptedDestination();
    private final FakeSecretCipher cipher = new FakeSecretCipher();
    private final Map<String, Object> properties = new HashMap<>();
    private final List<DispatchNode> nodes = new ArrayList<>();
    private volatile Map<String, FlowControl> limited = Map.of();

    public DispatchHarness() {
        this(TestPostgres.createDatabase());
    }

    /** Works on that database, which has to be empty. */
    public DispatchHarness(String jdbcUrl) {
        this.jdbcUrl = jdbcUrl;
        database = TestPostgres.pool(jdbcUrl);
        jdbc = JdbcClient.create(database);
        Flyway.configure().dataSource(database).load().migrate();
        new DayPartitions(jdbc, new TransactionTemplate(new JdbcTransactionManager(database))).ensure(clock.instant());
        properties.put("glowplug.dispatch.drain", "2s");
        properties.put("glowplug.dispatch.poll", "100ms");
        properties.put("glowplug.dispatch.node.heartbeat", "100ms");
        properties.put("glowplug.dispatch.node.gone-after", "1s");
        // The clock is the tests' to move; only the tests of the watch over it want it watched.
        properties.put("glowplug.dispatch.node.clock-limit", "36500d");
    }

    /** Sets a property of the nodes that are started after it. */
    public DispatchHarness with(String property, Object value) {
        properties.put("glowplug.dispatch." + property, value);
        return this;
    }

    /** Gives the nodes that are started after it a clock that goes, as the database's does, and jumps when it is moved. */
    public DispatchHarness inRealTime() {
        Instant origin = clock.instant();
        nodesClock = () -> InstantSource.system().instant().plus(Duration.between(origin, clock.instant()));
        return this;
    }

    /** The first node, started when it is first asked for. */
    public synchronized DispatchNode node() {
        return nodes.isEmpty() ? startNode() : nodes.getFirst();
    }

    public synchronized DispatchNode startNode() {
        return startNode(_ -> {});
    }

    /** Starts a node with more neighbours than usual. */
    public synchronized DispatchNode startNode(Consumer<AnnotationConfigApplicationContext> more) {
        DispatchNode node = new DispatchNode(TestPostgres.pool(jdbcUrl), properties, context -> {
            context.registerBean(InstantSource.class, () -> nodesClock);
            context.registerBean(FunctionResolver.class, () -> runtime::resolve);
            context.registerBean(LogRetention.class, () -> Map::of);
            context.registerBean(FunctionInvoker.class, () -> runtime::invoke);
            context.registerBean(TriggerDirectory.class, () -> triggers);
            context.registerBean(FlowControls.class, () -> () -> limited);
            context.registerBean(ScriptedDestination.class, () -> destination);
            context.registerBean(SecretCipher.class, () -> cipher);
            more.accept(context);
        });
        nodes.add(node);
        return node;
    }

    public DispatchNode lastNode() {
        return nodes.getLast();
    }

    public ScriptedFunction function(String name) {
        return runtime.add(name);
    }

    public void removeFunction(String name) {
        runtime.remove(name);
    }

    public void deactivate(String functionName) {
        runtime.deactivate(functionName);
    }

    public void activate(String functionName) {
        runtime.activate(functionName);
    }

    /** Holds the events of functions back from now on, on all nodes. */
    public DispatchHarness limiting(Map<String, FlowControl> functions) {
        limited = Map.copyOf(functions);
        return this;
    }

    public FakeTriggers triggers() {
        return triggers;
    }

    /** A destination of type {@code scripted}, with settings that name a {@code place}. */
    public ScriptedDestination destination() {
        return destination;
    }

    public FakeSecretCipher cipher() {
        return cipher;
    }

    /** Waits until every delivery that is due has been tried and settled. */
    public void deliverDue() {
        await("no delivery is due or running")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> jdbc.sql("""
                    select count(*) from delivery where ended_at is null
                        and (state = 'running' or visible_at <= :now)
                    """)
                                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                                .query(Long.class)
                                .single()
                        == 0);
    }

    public SettableClock clock() {
        return clock;
    }

    public LedgerTransactions transactions() {
        return new LedgerTransactions(new TransactionTemplate(new JdbcTransactionManager(database)));
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    /** Hands an event to the first node and returns its id. */
    public UUID accept(ScriptedFunction function, String payload) {
        return ((AsyncAnswer.Accepted) node().invokeService().invokeAsync(request(function, payload, null))).eventId();
    }

    public static InvokeRequest request(ScriptedFunction function, String payload, @Nullable String key) {
        return new InvokeRequest(function.name(), null, Payload.ofUtf8(payload), key, null, null);
    }

    public DispatchHarness advance(Duration by) {
        clock.advance(by);
        return this;
    }

    /** Waits until everything that is due has been attempted and settled. */
    public void runDue() {
        nodes.forEach(DispatchNode::wake);
        await("nothing is due or running")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> dueOrRunning() == 0);
    }

    public long dueOrRunning() {
        return jdbc.sql("select count(*) from invocation where state = 'running' or visible_at <= :now")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    public long count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    /** The status of an invocation that has ended, as the table has it. */
    public String ended(UUID invocationId) {
        return jdbc.sql("select status from settled_invocation where id = :id")
                .param("id", invocationId)
                .query(String.class)
                .single();
    }

    /** The outcomes of an invocation's attempts, in their order. */
    public List<String> outcomes(UUID invocationId) {
        return jdbc.sql("select outcome from attempt where invocation_id = :id order by attempt")
                .param("id", invocationId)
                .query(String.class)
                .list();
    }

    /** The reason of the dead letter of that invocation. */
    public String deadLetterReason(UUID invocationId) {
        return jdbc.sql("select reason from dead_letter where id = :id")
                .param("id", invocationId)
                .query(String.class)
                .single();
    }

    /** Seconds until a waiting invocation is due. */
    public double secondsUntilDue(UUID invocationId) {
        return jdbc.sql("select extract(epoch from visible_at - :now) from invocation where id = :id")
                .param("id", invocationId)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query(Double.class)
                .single();
    }

    /** Holds the counters against the rows: the conservation law, in one snapshot. */
    public void assertBalanced() {
        List<String> unbalanced = jdbc.sql("""
            with counted as (
                select function_name, trigger_id,
                       sum(accepted - succeeded - dead_lettered - expired - cancelled) as open
                from ledger_count group by function_name, trigger_id
            ), present as (
                select function_name, coalesce(trigger_id, '00000000-0000-0000-0000-000000000000') as trigger_id,
                       count(*) as open
                from invocation group by 1, 2
            )
            select function_name || ': ' || coalesce(counted.open, 0) || ' by count, '
                || coalesce(present.open, 0) || ' by row'
            from counted full join present using (function_name, trigger_id)
            where coalesce(counted.open, 0) <> coalesce(present.open, 0)
            """).query(String.class).list();
        assertThat(unbalanced).as("functions whose ledger does not balance").isEmpty();
    }

    /** Lets every attempt end and stops every node. */
    public void closeNodes() {
        runtime.openAll();
        // Those that crashed wait in vain for their database, each for itself.
        List<Future<?>> closed = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            nodes.forEach(node -> closed.add(threads.submit(node::close)));
        }
        closed.forEach(Future::resultNow);
    }

    @Override
    public void close() {
        closeNodes();
        database.close();
    }
}
