// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.testing.DispatchNode;
import io.glowplug.trigger.TriggerConnector;
import java.time.InstantSource;
import java.util.List;

/** A connector with a source of its own to read, made anew for each test of the contract. */
public interface ConnectorUnderTest extends AutoCloseable {

    /** Hands over the ledger's node, for a source that lies in the ledger's database. Called first, if at all. */
    default void sourceIsIn(DispatchNode ledger) {}

    TriggerConnector<?> connector();

    /** Settings of a trigger that reads the source from its beginning and loses nothing while closed. */
    String settings();

    InstantSource clock();

    /** Puts that many new records, or slots that are due, in front of the source and returns a name for each. */
    List<String> produce(int count);

    /** Names the records that an event carries, as {@link #produce} named them. */
    List<String> recordsIn(TriggerEvent event);

    /**
     * Puts a record that cannot be decoded in front of the source. Asked only of connectors with the capability {@link
     * io.glowplug.trigger.ConnectorCapability#FOREIGN_RECORDS}.
     */
    void producePoison();

    @Override
    void close();
}
