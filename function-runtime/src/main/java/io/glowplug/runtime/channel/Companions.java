// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel;

import io.glowplug.runtime.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Whatever runs in an environment beside the runtime and has a say in its life: its extensions. Any thread may call. */
public interface Companions {

    /** Those of an environment that has none. */
    Companions NONE = new Companions() {
        private final CompletableFuture<Void> atOnce = CompletableFuture.completedFuture(null);

        @Override
        public CompletableFuture<Void> atRest() {
            return atOnce;
        }

        @Override
        public CompletableFuture<Breakdown> broken() {
            return new CompletableFuture<>(); // one for all would remember everybody who ever waited for it
        }

        @Override
        public Duration shutDown(ShutdownReason reason, Instant now) {
            return Duration.ZERO;
        }
    };

    /**
     * Completes when all of them are done with the latest invocation, or it does not matter any more because the
     * environment ends. Ask after the reply.
     */
    CompletableFuture<Void> atRest();

    /** Completes when one of them, or the runtime beside them, has ended or given up: the environment cannot go on. */
    CompletableFuture<Breakdown> broken();

    /**
     * Tells them that the environment ends. Only the first call counts.
     *
     * @return how much time they have to end by themselves; nothing if there is none of them
     */
    Duration shutDown(ShutdownReason reason, Instant now);

    /** Takes what they may want to know. */
    default Telemetry telemetry() {
        return Telemetry.NONE;
    }

    /** Why an environment ends, in the words that extensions are told. */
    enum ShutdownReason {
        /** There is nothing to do for it. */
        SPINDOWN,
        TIMEOUT,
        FAILURE
    }

    /** Why an environment cannot go on. */
    sealed interface Breakdown {
        /** An extension is to blame. */
        record ExtensionFailed(String errorType, String errorMessage) implements Breakdown {}

        /** The runtime's process has ended, while others are still there. */
        record RuntimeEnded(int exitCode) implements Breakdown {}
    }
}
