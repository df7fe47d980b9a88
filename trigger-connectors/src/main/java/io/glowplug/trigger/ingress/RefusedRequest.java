// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import java.time.Duration;
import java.util.List;

/** A request that gets a problem for an answer. The detail is for whoever sent it, and tells nothing that is secret. */
public final class RefusedRequest extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;
    private final transient List<HeaderField> headers;

    private RefusedRequest(int status, String reason, String detail, List<HeaderField> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.reason = reason;
        this.headers = List.copyOf(headers);
    }

    /** Refuses; {@code reason} is the last part of the problem's type, and what it is counted under. */
    public static RefusedRequest of(int status, String reason, String detail, HeaderField... headers) {
        return new RefusedRequest(status, reason, detail, List.of(headers));
    }

    /** Refuses for now. */
    public static RefusedRequest later(int status, String reason, String detail, Duration after) {
        long seconds = Math.max(1, after.plusMillis(999).toSeconds());
        return of(status, reason, detail, new HeaderField("Retry-After", Long.toString(seconds)));
    }

    static RefusedRequest notFound() {
        return of(404, "not-found", "Nothing answers this method and path here.");
    }

    /** The ledger cannot be written at the moment. */
    public static RefusedRequest notAccepted() {
        return later(
                503,
                "not-accepted",
                "The event was not accepted: the ledger cannot be written at the moment. Try again.",
                Duration.ofSeconds(2));
    }

    public static RefusedRequest tooLarge(long most) {
        return of(413, "too-large", "The body must have at most " + most + " bytes here.");
    }

    public int status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public List<HeaderField> headers() {
        return headers;
    }

    /** The detail, which there always is. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
