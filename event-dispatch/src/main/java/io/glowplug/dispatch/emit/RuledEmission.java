// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.emit.EmissionDispatch.Permits;
import io.glowplug.dispatch.store.EventStore.Rejected;
import io.glowplug.dispatch.store.NewInvocation;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An emission on its way into the ledger.
 *
 * @param events what it becomes there
 * @param permits those that are taken for invocations of it which this node runs at once
 */
record RuledEmission(Emission emission, RuledEvents events, Permits permits) {

    private static final long BESIDE_THE_PAYLOAD = 2_000;

    UUID triggerId() {
        return emission.binding().triggerId();
    }

    /** About what it takes in the database, in bytes: each event has rows and index entries beside its payload. */
    long weight() {
        return all().mapToLong(row -> BESIDE_THE_PAYLOAD + row.payload().size()).sum();
    }

    /** Those to be rejected included. */
    Stream<NewInvocation> all() {
        return Stream.concat(
                events.invocations().stream(), events.rejected().stream().map(Rejected::invocation));
    }
}
