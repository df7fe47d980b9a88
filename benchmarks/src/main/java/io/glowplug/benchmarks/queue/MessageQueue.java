// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** A queue of messages under load: many callers send batches, then as many receive and delete them. */
public interface MessageQueue extends AutoCloseable {

    String BODY = "{\"order\":4711,\"text\":\"" + "x".repeat(270) + "\"}";

    /** Sends a batch and returns once it is accepted. */
    void send(int batch);

    /** Receives up to so many messages, deletes them and returns how many there were. */
    int work(int batch);

    @Override
    void close();

    /** Returns how many messages a second were accepted. */
    default double in(int callers, int batch, int messages) {
        AtomicLong left = new AtomicLong(messages);
        return perSecond(callers, () -> {
            if (left.addAndGet(-batch) < 0) {
                return 0;
            }
            send(batch);
            return batch;
        });
    }

    /** Returns how many messages a second were received and deleted, until there are no more. */
    default double out(int callers, int batch) {
        return perSecond(callers, () -> work(batch));
    }

    /** Lets callers do a step each until it does nothing. */
    private static double perSecond(int callers, IntSupplier step) {
        long start = System.nanoTime();
        long done = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> all = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                all.add(threads.submit(() -> {
                    long mine = 0;
                    for (int more = step.getAsInt(); more > 0; more = step.getAsInt()) {
                        mine += more;
                    }
                    return mine;
                }));
            }
            for (Future<Long> one : all) {
                done += one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return done / ((System.nanoTime() - start) / 1e9);
    }
}
