// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.api.invocations;

/** Headers of invocations and of the answers to them. */
final class InvocationHeaders {

    static final String INVOCATION_ID = "Glowplug-Invocation-Id";
    static final String EXECUTED_VERSION = "Glowplug-Executed-Version";
    static final String FUNCTION_ERROR = "Glowplug-Function-Error";
    static final String IDEMPOTENCY_TTL = "Idempotency-TTL";
    static final String DELIVER_AT = "Deliver-At";
    static final String DELIVER_AFTER = "Deliver-After";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final int LONGEST = 256;

    private InvocationHeaders() {}

    /** Makes a function's own text fit for a header. */
    static String clean(String text) {
        String head = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
