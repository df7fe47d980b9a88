// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.wiring;

import io.glowplug.dispatch.Deliveries;
import io.glowplug.dispatch.DestinationType;
import io.glowplug.dispatch.NodeDuty;
import io.glowplug.dispatch.delivery.DeliveriesInFlight;
import io.glowplug.dispatch.delivery.DeliveryMeters;
import io.glowplug.dispatch.delivery.DeliveryRunner;
import io.glowplug.dispatch.delivery.DeliveryWorker;
import io.glowplug.dispatch.delivery.PostgresDeliveries;
import io.glowplug.dispatch.delivery.wire.OutcomeEventMapper;
import io.glowplug.dispatch.destination.DestinationFunctionUse;
import io.glowplug.dispatch.destination.DestinationSecrets;
import io.glowplug.dispatch.destination.DestinationTypes;
import io.glowplug.dispatch.destination.StoredDestinations;
import io.glowplug.dispatch.destination.function.FunctionDestination;
import io.glowplug.dispatch.destination.http.AddressRules;
import io.glowplug.dispatch.destination.http.HttpDestination;
import io.glowplug.dispatch.destination.http.HttpLimits;
import io.glowplug.dispatch.node.ClockWatch;
import io.glowplug.dispatch.node.NodeIdentity;
import io.glowplug.dispatch.node.NodeIdentity.LedgerWriter;
import io.glowplug.dispatch.signal.DeliverySignal;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.registry.FunctionResolver;
import io.glowplug.registry.SecretCipher;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Destinations, and what brings outcomes to them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DestinationProperties.class)
class DestinationConfiguration {

    @Bean
    FunctionDestination functionDestination(
            FunctionResolver functions, LedgerAccess ledger, DueSignal due, ClockWatch clock) {
        return new FunctionDestination(
                functions, ledger.events(), ledger.counts(LedgerWriter.DELIVERY), due, clock.time());
    }

    @Bean
    HttpDestination httpDestination(DestinationProperties properties, ClockWatch clock) {
        return new HttpDestination(new AddressRules(properties.allow()), HttpLimits.STANDARD, clock.time());
    }

    @Bean
    DestinationTypes destinationTypes(ObjectProvider<DestinationType<?>> types) {
        return new DestinationTypes(types.orderedStream().toList());
    }

    @Bean
    DestinationSecrets destinationSecrets(ObjectProvider<SecretCipher> cipher) {
        return new DestinationSecrets(cipher::getObject);
    }

    @Bean
    StoredDestinations destinations(
            LedgerAccess ledger, DestinationTypes types, DestinationSecrets secrets, ClockWatch clock) {
        return new StoredDestinations(ledger.jdbc(), types, secrets, clock.time());
    }

    @Bean
    DestinationFunctionUse destinationFunctionUse(LedgerAccess ledger, StoredDestinations destinations) {
        return new DestinationFunctionUse(ledger.jdbc(), destinations);
    }

    @Bean
    Deliveries deliveries(LedgerAccess ledger, DeliverySignal signal, NodeIdentity node, ClockWatch clock) {
        return new PostgresDeliveries(ledger.jdbc(), ledger.transactions(), signal, node.id(), clock.time());
    }

    @Bean
    DeliveryRunner deliveryRunner(
            DestinationTypes types, DestinationSecrets secrets, DestinationProperties properties, ClockWatch clock) {
        OutcomeEventMapper mapper = new OutcomeEventMapper(properties.region(), properties.account());
        return new DeliveryRunner(types, secrets, mapper, clock.time());
    }

    @Bean
    DeliveriesInFlight deliveriesInFlight(DestinationProperties properties, NodeDuty duty) {
        return new DeliveriesInFlight(properties.maxConcurrentDeliveries(), duty);
    }

    @Bean
    DeliveryWorker deliveryWorker(
            LedgerAccess ledger,
            DeliveryRunner runner,
            DeliveriesInFlight inFlight,
            DeliverySignal signal,
            MeterRegistry meters,
            ClockWatch clock) {
        return new DeliveryWorker(
                ledger.deliveries(), runner, inFlight, signal, new DeliveryMeters(meters), clock.time());
    }
}
