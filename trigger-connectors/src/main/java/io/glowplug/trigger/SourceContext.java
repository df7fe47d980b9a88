// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What a source may use. Made anew each time the source is opened. */
public interface SourceContext {

    TriggerDefinition trigger();

    InstantSource clock();

    /** Returns the stored positions by partition, as of now. */
    Map<String, String> checkpoints();

    /**
     * Tells the filter's verdict on a document. Pure: what is turned away has to be counted in the next emission. Which
     * document a connector's filter sees is part of the connector's documentation.
     */
    boolean passesFilter(String json);

    /**
     * Stores the events, the rejected records and the checkpoints in one transaction. After {@link
     * EmitResult.LeaseLost} the source must stop. When it throws, it is unknown whether they were stored: the source
     * reads on from {@link #checkpoints()}.
     *
     * @param filtered how many records the filter turned away since the last emission
     */
    EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered);

    /**
     * The same for a source in this database: {@code taking} reads and removes records there, in the transaction that
     * stores what it returns, so that a crash neither loses nor doubles one. It may be called again from the start.
     */
    EmitResult emitTaken(Supplier<Taken> taking);

    /** Counts the trigger's invocations that are waiting or running. */
    long openInvocations();

    /** Returns the ordering keys with at least so many invocations that are waiting or running. */
    Set<String> crowdedKeys(int atLeast);

    /** Writes a notice into the trigger's time line, such as "broker unreachable". */
    void note(String what, String detail);

    /** What is emitted, as one. */
    record Taken(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered) {}
}
