// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.telemetry;

import org.jspecify.annotations.Nullable;

/** Reaches programs in one environment, whose network is not the platform's. */
public interface Courier {

    /** Returns a connection to that port of the environment's own 127.0.0.1, or null if there is no way in. */
    @Nullable
    Link connect(int port) throws InterruptedException;

    /** A connection; for one thread. Each method waits for a few seconds at most. */
    interface Link extends AutoCloseable {

        /** Returns whether all of it went out. */
        boolean write(byte[] bytes) throws InterruptedException;

        /** Waits for that many bytes of what the other side says first, and returns what came. */
        String opening(int characters) throws InterruptedException;

        /** Waits for a moment until the other side is done. */
        void awaitEnd() throws InterruptedException;

        @Override
        void close();
    }
}
