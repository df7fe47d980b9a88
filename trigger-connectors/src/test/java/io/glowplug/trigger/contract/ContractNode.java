// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.contract;

import io.glowplug.dispatch.Emission;
import io.glowplug.dispatch.Emission.RejectedEvent;
import io.glowplug.dispatch.EmitResult;
import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.TriggerEvent;
import io.glowplug.dispatch.TriggerLease;
import io.glowplug.trigger.SourceContext;
import io.glowplug.trigger.TriggerDefinition;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A node as a source sees it, which the contract can make die. */
public final class ContractNode implements SourceContext {

    private enum Fate {
        ALIVE,
        DIES_AFTER_THE_NEXT_COMMIT,
        DEAD
    }

    private final TriggerDefinition trigger;
    private final TestLedger ledger;
    private final TriggerLease lease;
    private final InstantSource clock;
    private final AtomicInteger refused = new AtomicInteger();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile Fate fate = Fate.ALIVE;
    private volatile boolean filterPasses = true;

    /** Takes the trigger, away from whichever node held it. */
    public ContractNode(TriggerDefinition trigger, TestLedger ledger, InstantSource clock) {
        this.trigger = trigger;
        this.ledger = ledger;
        this.lease = ledger.takeLease(trigger.id());
        this.clock = clock;
    }

    /** Returns what the source noted. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    void dieAfterTheNextCommit() {
        fate = Fate.DIES_AFTER_THE_NEXT_COMMIT;
    }

    boolean isDead() {
        return fate == Fate.DEAD;
    }

    void turnEverythingAway() {
        filterPasses = false;
    }

    /** How often the source was told that its lease is lost. */
    int refusedEmissions() {
        return refused.get();
    }

    @Override
    public TriggerDefinition trigger() {
        return trigger;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Map<String, String> checkpoints() {
        return ledger.sink().checkpoints(trigger.id());
    }

    @Override
    public boolean passesFilter(String json) {
        return filterPasses;
    }

    @Override
    public EmitResult emit(
            List<TriggerEvent> events, List<RejectedEvent> rejected, Map<String, String> checkpoints, long filtered) {
        return emit(() -> ledger.sink().emit(new Emission(lease, binding(), events, rejected, checkpoints, filtered)));
    }

    @Override
    public EmitResult emitTaken(Supplier<Taken> taking) {
        return emit(() -> ledger.sink().emitTaken(lease, binding(), () -> {
            Taken taken = taking.get();
            return new Emission(
                    lease, binding(), taken.events(), taken.rejected(), taken.checkpoints(), taken.filtered());
        }));
    }

    private TriggerBinding binding() {
        return new TriggerBinding(trigger.id(), trigger.name(), trigger.functionName(), trigger.qualifier());
    }

    private EmitResult emit(Supplier<EmitResult> commit) {
        refuseIfDead();
        EmitResult result = commit.get();
        if (result instanceof EmitResult.LeaseLost) {
            refused.incrementAndGet();
        }
        if (fate == Fate.DIES_AFTER_THE_NEXT_COMMIT) {
            fate = Fate.DEAD;
        }
        refuseIfDead();
        return result;
    }

    @Override
    public Set<String> crowdedKeys(int atLeast) {
        return ledger.sink().crowdedKeys(trigger.id(), atLeast);
    }

    @Override
    public long openInvocations() {
        return ledger.sink().openInvocations(trigger.id());
    }

    @Override
    public void note(String what, String detail) {
        notes.add(what + ": " + detail);
    }

    private void refuseIfDead() {
        if (fate == Fate.DEAD) {
            throw new IllegalStateException("this node has died");
        }
    }
}
