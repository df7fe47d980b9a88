// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch;

/**
 * Hints between the nodes that there may be something new somewhere. A hint is never the truth: it may be lost, come
 * twice or late, so whoever waits for one looks from time to time all the same.
 */
public interface Hints {

    /**
     * Says that there may be something new. Cheap; many calls become one notice. Listeners of this node hear it at once,
     * those of other nodes soon.
     *
     * @param topic at most 100 letters, digits, colons and hyphens
     */
    void raise(String topic);

    /** Calls the listener at each hint on that topic until what is returned is closed. It must not block. */
    Listening listen(String topic, Runnable listener);

    /** Ends the listening when closed. */
    interface Listening extends AutoCloseable {

        @Override
        void close();
    }
}
