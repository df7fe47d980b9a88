// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.node;

import io.glowplug.dispatch.AttemptSummary;
import io.glowplug.dispatch.EventDetails;
import io.glowplug.dispatch.EventHistory;
import io.glowplug.dispatch.EventQuery;
import io.glowplug.dispatch.EventSummary;
import io.glowplug.dispatch.InvocationQuery;
import io.glowplug.dispatch.InvocationSummary;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.runtime.Payload;
import io.glowplug.trigger.contract.InMemoryLedger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Of the history, the module cancels and reads nothing. */
final class CancellingHistory implements EventHistory {

    private final InMemoryLedger ledger;

    CancellingHistory(InMemoryLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public long cancelWaitingOf(UUID triggerId) {
        long open = ledger.openInvocations(triggerId);
        ledger.setOpen(triggerId, 0);
        return open;
    }

    @Override
    public long cancelWaiting(String functionName) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Payload> answer(UUID invocationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel(UUID invocationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<EventSummary> events(EventQuery query, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<EventDetails> event(UUID eventId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Page<InvocationSummary> invocations(InvocationQuery query, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<InvocationSummary> invocation(UUID invocationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<AttemptSummary> attempts(UUID invocationId) {
        throw new UnsupportedOperationException();
    }
}
