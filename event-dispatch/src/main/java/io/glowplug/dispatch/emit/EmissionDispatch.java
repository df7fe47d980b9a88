// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.emit;

import io.glowplug.dispatch.TriggerBinding;
import io.glowplug.dispatch.signal.DueSignal;
import io.glowplug.dispatch.store.NewInvocation;
import io.glowplug.dispatch.store.NewInvocation.Placed;
import io.glowplug.dispatch.store.NewInvocation.Placement;
import io.glowplug.dispatch.worker.Dispatcher;
import io.glowplug.dispatch.worker.TriggerRules;
import java.time.Instant;
import java.util.List;

/** Hands emitted events to this node's dispatcher, as far as it has room. */
public final class EmissionDispatch {

    private final Dispatcher dispatcher;
    private final DueSignal signal;
    private final TriggerRules rules;

    public EmissionDispatch(Dispatcher dispatcher, DueSignal signal, TriggerRules rules) {
        this.dispatcher = dispatcher;
        this.signal = signal;
        this.rules = rules;
    }

    Instant leaseEnd(Instant now) {
        return dispatcher.leaseEnd(now);
    }

    /** Opens the account of permits of one emission. Closing it gives back those that were not used. */
    Permits permits(TriggerBinding binding) {
        return new Permits(binding.functionName(), rules.isHeldBack(binding.triggerId()));
    }

    /** Permits that one emission has taken for events which are not committed yet. */
    final class Permits implements AutoCloseable {

        private final String functionName;
        private final boolean heldBack;
        private int taken;

        private Permits(String functionName, boolean heldBack) {
            this.functionName = functionName;
            this.heldBack = heldBack;
        }

        /** Takes a permit for that invocation, or says that it has to wait. What a paused trigger emits waits, and so does what only a lease may let run. */
        boolean take(NewInvocation invocation) {
            if (heldBack) {
                return false;
            }
            if (dispatcher.reserve(invocation.functionName())) {
                taken++;
                return true;
            }
            dispatcher.expectBacklog(invocation.functionName());
            return false;
        }

        /** Starts what was handed over; to be called after the commit. */
        void start(List<Placed> placed, Instant acceptedAt) {
            boolean due = false;
            for (Placed row : placed) {
                if (row.placement() == Placement.HANDED_OVER) {
                    taken--;
                    dispatcher.start(row.invocation().handedOver(acceptedAt));
                }
                due |= row.placement() == Placement.DUE;
            }
            if (due) {
                signal.raise();
            }
        }

        /** Gives back what was taken, because the transaction begins anew or is over. */
        void reset() {
            while (taken > 0) {
                taken--;
                dispatcher.cancelReservation(functionName);
            }
        }

        @Override
        public void close() {
            reset();
        }
    }
}
