// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.doors;

import io.glowplug.dispatch.AsyncAnswer;
import io.glowplug.dispatch.InvokeRequest;
import io.glowplug.dispatch.InvokeService;
import io.glowplug.dispatch.StreamingCaller;
import io.glowplug.dispatch.SyncAnswer;
import io.glowplug.runtime.AttemptOutcome;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Answers calls as the test says, in turn, and keeps what was asked. With nothing said it throttles. */
public final class ScriptedInvokes implements InvokeService {

    private static final SyncAnswer THROTTLED =
            new SyncAnswer.Ran(new UUID(0, 0), "$LATEST", new AttemptOutcome.Throttled("nothing is scripted"));

    public final BlockingQueue<InvokeRequest> requests = new LinkedBlockingQueue<>();
    /** Those who take a streamed answer; what is scripted may write to them. */
    public final BlockingQueue<StreamingCaller> callers = new LinkedBlockingQueue<>();

    private final BlockingQueue<Supplier<SyncAnswer>> sync = new LinkedBlockingQueue<>();
    private final BlockingQueue<Supplier<AsyncAnswer>> async = new LinkedBlockingQueue<>();

    public void clear() {
        requests.clear();
        callers.clear();
        sync.clear();
        async.clear();
    }

    public void answer(SyncAnswer answer) {
        sync.add(() -> answer);
    }

    public void run(Supplier<SyncAnswer> run) {
        sync.add(run);
    }

    public void answer(AsyncAnswer answer) {
        async.add(() -> answer);
    }

    public void fail(RuntimeException failure) {
        sync.add(() -> {
            throw failure;
        });
    }

    @Override
    public SyncAnswer invoke(InvokeRequest request) {
        requests.add(request);
        Supplier<SyncAnswer> next = sync.poll();
        return next == null ? THROTTLED : next.get();
    }

    @Override
    public SyncAnswer invokeStreaming(InvokeRequest request, StreamingCaller caller) {
        callers.add(caller);
        return invoke(request);
    }

    @Override
    public AsyncAnswer invokeAsync(InvokeRequest request) {
        requests.add(request);
        return async.remove().get();
    }
}
