// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.Chore;
import io.glowplug.dispatch.NodeDescription;
import io.glowplug.dispatch.Nodes;
import io.glowplug.dispatch.deadletter.DeadLetterPurges;
import io.glowplug.dispatch.delivery.DeliveriesInFlight;
import io.glowplug.dispatch.destination.StoredDestinations;
import io.glowplug.dispatch.idempotency.IdempotencyStore;
import io.glowplug.dispatch.node.ChoreWorker;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.ElectedLeader;
import io.glowplug.dispatch.node.NodeHeart;
import io.glowplug.dispatch.node.NodeIdentity;
import io.glowplug.dispatch.node.NodeMeters;
import io.glowplug.dispatch.node.NodeProperties;
import io.glowplug.dispatch.node.NodeStanding;
import io.glowplug.dispatch.node.NodeStore;
import io.glowplug.dispatch.node.PostgresNodes;
import io.glowplug.dispatch.node.Self;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.store.BlockedKeyStore;
import io.glowplug.dispatch.worker.InFlight;
import io.glowplug.registry.RuntimeCatalog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** This node among the others: its heartbeat, its clock, what is wanted of it, and the chores of the one that leads. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NodeProperties.class)
class NodeConfiguration {

    private static final int KEYS_PRUNED_AT_ONCE = 10_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Bean
    NodeIdentity nodeIdentity(DispatchProperties properties) {
        return NodeIdentity.of(properties.nodeId());
    }

    @Bean
    ClockWatch clockWatch(InstantSource clock, NodeProperties properties) {
        return new ClockWatch(clock, properties.clockLimit());
    }

    @Bean
    NodeStanding nodeStanding(ClockWatch clock) {
        return new NodeStanding(clock);
    }

    @Bean
    ElectedLeader leadership(NodeProperties properties) {
        return new ElectedLeader(properties.goneAfter());
    }

    @Bean
    NodeStore nodeStore(LedgerAccess ledger, NodeProperties properties) {
        return new NodeStore(ledger.jdbc(), properties.goneAfter());
    }

    @Bean
    Self self(
            NodeIdentity identity,
            DispatchProperties properties,
            ObjectProvider<NodeDescription> description,
            ObjectProvider<RuntimeCatalog> catalog,
            InFlight inFlight,
            DeliveriesInFlight deliveries) {
        return Self.of(
                identity,
                properties.nodeId(),
                description.getIfAvailable(() -> NodeDescription.NONE),
                catalog.getIfAvailable(() -> Self.SERVES_NOTHING),
                properties.maxConcurrentAttempts(),
                () -> inFlight.heldCount() + deliveries.count());
    }

    @Bean
    NodeHeart nodeHeart(
            NodeStore store,
            Self self,
            NodeStanding standing,
            ClockWatch clock,
            ElectedLeader leader,
            NodeProperties properties) {
        return new NodeHeart(store, self, standing, clock, leader, properties.heartbeat());
    }

    @Bean
    Nodes nodes(NodeStore store, NodeIdentity self, NodeHeart heart) {
        return new PostgresNodes(store, self, heart);
    }

    @Bean
    NodeMeters nodeMeters(MeterRegistry registry, ClockWatch clock, NodeStanding standing, ElectedLeader leader) {
        return new NodeMeters(registry, clock, standing, leader);
    }

    @Bean
    ChoreWorker choreWorker(ElectedLeader leader, ObjectProvider<Chore> chores) {
        return new ChoreWorker(leader, chores.stream().toList());
    }

    @Bean
    Chore idempotencyKeyExpiry(IdempotencyStore keys, ClockWatch clock) {
        return new Chore(
                "idempotency-key-expiry", MINUTE, () -> keys.prune(clock.time().instant(), KEYS_PRUNED_AT_ONCE));
    }

    @Bean
    Chore orderingKeyRepair(LedgerAccess ledger, DueSignal signal, ClockWatch clock) {
        BlockedKeyStore blockedKeys = ledger.blockedKeys();
        return new Chore("ordering-key-repair", MINUTE, () -> {
            if (blockedKeys.repair(clock.time().instant()) > 0) {
                signal.raise();
            }
        });
    }

    @Bean
    Chore orphanedDestinationEnd(StoredDestinations destinations) {
        return new Chore("orphaned-destination-end", MINUTE, destinations::endOrphans);
    }

    @Bean
    Chore endedPurgeRemoval(DeadLetterPurges purges, ClockWatch clock) {
        return new Chore(
                "ended-purge-removal",
                MINUTE,
                () -> purges.removeEnded(clock.time().instant()));
    }

    @Bean
    Chore forgetGoneNodes(NodeStore store, NodeProperties properties) {
        return new Chore("forget-gone-nodes", MINUTE, () -> store.forget(properties.forgetAfter()));
    }
}
