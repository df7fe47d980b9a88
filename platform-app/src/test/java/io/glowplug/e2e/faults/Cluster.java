// SPDX-License-Identifier: Apache-2.0
package io.glowplug.e2e.faults;

import static org.awaitility.Awaitility.await;

import io.glowplug.e2e.Rest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Three nodes on one PostgreSQL and one broker. */
final class Cluster implements AutoCloseable {

    static final int NODES = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path directory;
    private final DatabaseServer database;
    private final BrokerServer broker;
    private final Optional<Path> clockLibrary;
    private final List<Node> nodes = new ArrayList<>();
    private boolean kept;

    private Cluster(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        this.clockLibrary = ShiftedClock.compileInto(directory);
        this.database = DatabaseServer.start(directory);
        this.broker = BrokerServer.start(directory);
    }

    /** Starts everything below that directory and waits until it is ready. */
    static Cluster start(Path directory) throws IOException {
        Cluster cluster = new Cluster(directory);
        try {
            for (int n = 0; n < NODES; n++) {
                cluster.nodes.add(Node.launch(
                        directory.resolve("node-" + n), cluster.database, cluster.broker, cluster.clockLibrary));
            }
            cluster.awaitReady();
            return cluster;
        } catch (RuntimeException | Error failed) {
            cluster.close();
            throw failed;
        }
    }

    Path directory() {
        return directory;
    }

    DatabaseServer database() {
        return database;
    }

    BrokerServer broker() {
        return broker;
    }

    Node node(int n) {
        return nodes.get(n);
    }

    /** The API of a node that is well, for setting up and looking; between rounds all of them are. */
    Rest rest() {
        return nodes.getFirst().rest();
    }

    /** Says why a fault cannot be had on this machine, if it cannot. */
    Optional<String> obstacle(Fault fault) {
        return switch (fault) {
            case Fault.FillDatabaseDisk _
            when !database.canFillDisk() -> Optional.of("a small disk can only be mounted by root");
            case Fault.FillNodeDisk(int node)
            when node(node).disk().isEmpty() -> Optional.of("a small disk can only be mounted by root");
            case Fault.ShiftClock(int node, Duration _)
            when node(node).clock().isEmpty() -> Optional.of("there is no C compiler");
            case Fault.FillDatabaseDisk _,
                    Fault.FillNodeDisk _,
                    Fault.ShiftClock _,
                    Fault.KillNode _,
                    Fault.FreezeNode _,
                    Fault.KillDatabase _,
                    Fault.KillBroker _,
                    Fault.KillFunctions _,
                    Fault.CutDatabase _,
                    Fault.StallDatabase _,
                    Fault.DelayDatabase _,
                    Fault.ExhaustConnections _ -> Optional.empty();
        };
    }

    void begin(Fault fault) {
        switch (fault) {
            case Fault.KillNode(int node) -> node(node).kill();
            case Fault.FreezeNode(int node) -> node(node).freeze();
            case Fault.KillDatabase _ -> database.kill();
            case Fault.KillBroker _ -> broker.kill();
            case Fault.KillFunctions(int node, int count) ->
                node(node).functions().stream().limit(count).forEach(ProcessHandle::destroyForcibly);
            case Fault.CutDatabase(int node) -> node(node).line().cut();
            case Fault.StallDatabase(int node) -> node(node).line().stall();
            case Fault.DelayDatabase(int node, Duration by) -> node(node).line().delay(by);
            case Fault.FillDatabaseDisk _ -> database.fillDisk();
            case Fault.FillNodeDisk(int node) -> node(node).disk().orElseThrow().fill();
            case Fault.ShiftClock(int node, Duration by) ->
                node(node).clock().orElseThrow().shift(by);
            case Fault.ExhaustConnections _ -> database.exhaust();
        }
    }

    /** Ends a fault, and whatever else is wrong with what it was about. */
    void end(Fault fault) {
        switch (fault) {
            case Fault.KillNode(int node) -> node(node).heal();
            case Fault.FreezeNode(int node) -> node(node).heal();
            case Fault.KillFunctions _ -> {} // the node starts others when it needs them
            case Fault.CutDatabase(int node) -> node(node).heal();
            case Fault.StallDatabase(int node) -> node(node).heal();
            case Fault.DelayDatabase(int node, Duration _) -> node(node).heal();
            case Fault.FillNodeDisk(int node) -> node(node).heal();
            case Fault.ShiftClock(int node, Duration _) -> node(node).heal();
            case Fault.KillDatabase _, Fault.FillDatabaseDisk _, Fault.ExhaustConnections _ -> database.heal();
            case Fault.KillBroker _ -> broker.heal();
        }
    }

    /** Ends all faults and waits until everything serves again. */
    void heal() {
        database.awaitReady();
        broker.heal();
        nodes.forEach(Node::heal);
        broker.awaitReady();
        awaitReady();
    }

    private void awaitReady() {
        for (Node node : nodes) {
            await("the node is ready; its output is in " + node.log())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        node.heal();
                        return node.rest().isReady();
                    });
        }
    }

    /** Says whether the database's files are to outlive the disk that they lie on. */
    void keepFiles(boolean keep) {
        kept = keep;
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
        broker.close();
        database.kill();
        if (kept) {
            Processes.succeeds(
                    "cp", "-r", directory.resolve("postgres").toString(), "" + directory.resolve("postgres-kept"));
        }
        database.close();
    }
}
