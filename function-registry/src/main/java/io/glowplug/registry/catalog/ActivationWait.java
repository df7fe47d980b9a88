// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import io.glowplug.registry.FunctionDetails;
import io.glowplug.registry.FunctionState;
import io.glowplug.registry.RefusedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Lets callers wait for the moment in which a new function becomes active, instead of being refused. */
@Component
class ActivationWait {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Activation may happen on another node, of which no signal comes here. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final FunctionRepository functions;
    private volatile CompletableFuture<Void> nextChange = new CompletableFuture<>();

    ActivationWait(FunctionRepository functions) {
        this.functions = functions;
    }

    /** Returns the function once it is no longer pending, or as it is after five seconds. Call on a virtual thread. */
    FunctionDetails awaitSettled(String name) {
        long start = System.nanoTime();
        while (true) {
            CompletableFuture<Void> change = nextChange;
            FunctionDetails function = functions
                    .findByName(name)
                    .orElseThrow(() -> LockedFunctions.unknown(name))
                    .toDetails();
            boolean pending = function.state() instanceof FunctionState.Pending;
            if (!pending || System.nanoTime() - start > PATIENCE.toNanos()) {
                return function;
            }
            pause(change);
        }
    }

    @TransactionalEventListener
    synchronized void changed(FunctionChanged change) {
        CompletableFuture<Void> past = nextChange;
        nextChange = new CompletableFuture<>();
        past.complete(null);
    }

    private static void pause(CompletableFuture<Void> change) {
        try {
            change.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException lookAgain) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RefusedException.conflict("The caller was stopped while the function was being created.");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("changes are never failures", impossible);
        }
    }
}
