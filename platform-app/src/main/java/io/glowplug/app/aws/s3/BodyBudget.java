// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.aws.s3;

import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;

/**
 * Bounds the memory for bodies whose SHA-256 is part of the signature: they are read before anything is known of whoever
 * sends them. Other bodies are never in memory as a whole.
 */
final class BodyBudget {

    /** Larger bodies have to be sent in chunks with signatures of their own, or in parts, as clients do by themselves. */
    static final long LARGEST_SIGNED = 32L * 1024 * 1024;

    private static final int KILOBYTE = 1024;
    private static final int ALL_KILOBYTES = 128 * KILOBYTE;

    private final Semaphore kilobytes = new Semaphore(ALL_KILOBYTES, true);

    /** Waits for as much memory as the request needs, and returns how much that is. */
    int take(HttpServletRequest request) {
        String sha256 = request.getHeader("x-amz-content-sha256");
        boolean whole = sha256 != null && !sha256.startsWith("STREAMING-") && !sha256.equals("UNSIGNED-PAYLOAD");
        if (!whole || request.getContentLengthLong() == 0) {
            return 0;
        }
        long length = request.getContentLengthLong();
        long bytes = length < 0 ? LARGEST_SIGNED : Math.min(length, LARGEST_SIGNED);
        int needed = (int) (bytes / KILOBYTE) + 1;
        kilobytes.acquireUninterruptibly(needed);
        return needed;
    }

    void giveBack(int taken) {
        kilobytes.release(taken);
    }
}
