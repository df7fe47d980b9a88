// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request over HTTP and the way to answer it, as the server has them. The server has refused what is no proper
 * request: lengths that contradict each other, more than one host, headers that are none. Used by one thread at a time.
 */
public interface IngressExchange {

    String method();

    /** The path as it was sent, not decoded, beginning with a slash. */
    String path();

    /** The query as it was sent, without the question mark; null if there is none. */
    @Nullable
    String query();

    /** Such as {@code HTTP/1.1}. */
    String protocol();

    /** The host that the client asked for, in lower case and without a port; empty if it named none. */
    String host();

    /** The address of whoever sent it. */
    String sourceAddress();

    /** Every header in the order in which they came, names as sent. */
    List<HeaderField> headers();

    /** Returns the first header of that name, or null. */
    default @Nullable String header(String name) {
        for (HeaderField field : headers()) {
            if (field.is(name)) {
                return field.value();
            }
        }
        return null;
    }

    /**
     * Reads the body; a second call returns the same.
     *
     * @throws BodyTooLargeException if it has more bytes; they are not all read
     */
    byte[] body(int most) throws IOException;

    /** Answers in one piece. Headers that are the server's own business (lengths, connections) must not be among them. */
    void answer(int status, List<HeaderField> headers, byte[] body) throws IOException;

    /** Begins an answer whose end is not known yet; returns where its bytes go, which blocks while the client is slow. */
    OutputStream begin(int status, List<HeaderField> headers) throws IOException;

    /** Whether an answer was begun or given. */
    boolean begun();

    /** A body that has more bytes than it may have. */
    final class BodyTooLargeException extends IOException {

        private static final long serialVersionUID = 1;

        public BodyTooLargeException(long most) {
            super("The body has more than " + most + " bytes.");
        }
    }
}
