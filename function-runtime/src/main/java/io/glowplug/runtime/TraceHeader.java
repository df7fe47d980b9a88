// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import java.util.HexFormat;
import java.util.UUID;

/**
 * X-Ray's trace header for an invocation whose caller sent none. It is made from the invocation's id, which begins with
 * the time, so each attempt carries the same one.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
final class TraceHeader {

    private static final HexFormat HEX = HexFormat.of();
    private static final int MILLIS_BELOW = 16;

    private TraceHeader() {}

    /** Returns a root of the id's second and of 96 bits of it, which is not sampled. */
    static String of(UUID invocationId) {
        long high = invocationId.getMostSignificantBits();
        long low = invocationId.getLeastSignificantBits();
        int seconds = (int) ((high >>> MILLIS_BELOW) / 1_000);
        return "Root=1-" + HEX.toHexDigits(seconds) + "-" + HEX.toHexDigits((int) high) + HEX.toHexDigits(low)
                + ";Parent=" + HEX.toHexDigits(high ^ Long.reverse(low)) + ";Sampled=0";
    }
}
