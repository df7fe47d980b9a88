// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.DeadLetterQuery;
import io.glowplug.dispatch.DelayedInvocations;
import io.glowplug.dispatch.ReplayQuery;
import io.glowplug.dispatch.Resend;
import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.Resend.State;
import io.glowplug.dispatch.ResendTerms;
import io.glowplug.dispatch.Resends;
import io.glowplug.registry.Page;
import io.glowplug.registry.PageRequest;
import io.glowplug.registry.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One redrive and one replay with the same id; keeps what was asked. */
public final class FakeResends implements Resends, DelayedInvocations {

    public static final UUID ID = UUID.fromString("019a0000-0000-7000-8000-000000000009");

    public volatile DeadLetterQuery lastLetters;
    public volatile ReplayQuery lastEvents;
    public volatile ResendTerms lastTerms;
    public volatile Instant lastDelivery;

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private static Resend resend(Kind kind, State state, ResendTerms terms) {
        Instant ended = state == State.RUNNING ? null : AT;
        return new Resend(ID, kind, state, terms.to(), terms.ratePerSecond(), 7, 2, 1, 0, "no", AT, AT, ended);
    }

    @Override
    public Resend startRedrive(DeadLetterQuery query, ResendTerms terms) {
        lastLetters = query;
        lastTerms = terms;
        return resend(Kind.REDRIVE, State.RUNNING, terms);
    }

    @Override
    public Resend startReplay(ReplayQuery query, ResendTerms terms) {
        lastEvents = query;
        lastTerms = terms;
        return resend(Kind.REPLAY, State.RUNNING, terms);
    }

    @Override
    public long count(DeadLetterQuery query) {
        return 5;
    }

    @Override
    public long count(ReplayQuery query) {
        return 6;
    }

    @Override
    public Optional<Resend> find(Kind kind, UUID id) {
        return id.equals(ID) ? Optional.of(resend(kind, State.RUNNING, ResendTerms.AT_ONCE)) : Optional.empty();
    }

    @Override
    public Page<Resend> list(Kind kind, PageRequest page) {
        return new Page<>(List.of(resend(kind, State.DONE, ResendTerms.AT_ONCE)), null);
    }

    @Override
    public Resend stop(Kind kind, UUID id) {
        if (!id.equals(ID)) {
            throw RefusedException.notFound("There is none");
        }
        return resend(kind, State.STOPPED, ResendTerms.AT_ONCE);
    }

    @Override
    public void deliverAt(UUID invocationId, Instant deliverAt) {
        lastDelivery = deliverAt;
    }
}
