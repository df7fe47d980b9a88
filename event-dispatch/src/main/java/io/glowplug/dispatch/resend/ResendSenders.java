// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import io.glowplug.dispatch.Resend.Kind;
import io.glowplug.dispatch.deadletter.DeadLetterStore;
import io.glowplug.dispatch.deadletter.Redriver;
import io.glowplug.registry.FunctionResolver;

/** Who sends what. */
public final class ResendSenders {

    private final ResendSender redrive;
    private final ResendSender replay;

    public ResendSenders(
            DeadLetterStore deadLetters, Redriver redriver, ReplayStore events, FunctionResolver functions) {
        this.redrive = new RedriveSender(deadLetters, redriver);
        this.replay = new ReplaySender(events, functions);
    }

    ResendSender of(Kind kind) {
        return switch (kind) {
            case REDRIVE -> redrive;
            case REPLAY -> replay;
        };
    }
}
