// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.accept;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.idempotency.KeyClaim;
import io.glowplug.dispatch.store.NewInvocation;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An event that waits for its commit, and the caller that waits for the answer. */
record PendingEvent(NewInvocation invocation, @Nullable KeyClaim claim, CompletableFuture<AsyncAnswer> answer) {

    int size() {
        return invocation.payload().size();
    }
}
