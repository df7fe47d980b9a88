// SPDX-License-Identifier: Apache-2.0
package io.glowplug.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that start later. They are below those that the system gives to whoever does not ask for one, and
 * each test process has its own, so that nobody takes one before its server does.
 */
public final class FreePorts {

    private static final int LOWEST = 12_000;
    private static final int PER_PROCESS = 5_000;
    private static final int PROCESSES = 4;

    private FreePorts() {}

    /** Returns a port that nobody listens on. */
    public static int next() {
        int process = Integer.getInteger("glowplug.test.process", 0) % PROCESSES;
        while (true) {
            int port =
                    LOWEST + process * PER_PROCESS + ThreadLocalRandom.current().nextInt(PER_PROCESS);
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
