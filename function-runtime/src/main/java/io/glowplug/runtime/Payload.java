// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Immutable bytes handed to a function or answered by it, nearly always JSON text in UTF-8. */
public final class Payload {

    /** Largest payload of a synchronous invocation in and out: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
    public static final int MAX_SYNC_BYTES = 6 * 1024 * 1024;

    /** Largest payload of an asynchronous invocation. */
    public static final int MAX_ASYNC_BYTES = 1024 * 1024;

    /**
     * Largest answer of a function that streams:
     * https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
     */
    public static final long MAX_STREAM_BYTES = 200L * 1024 * 1024;

    public static final Payload NULL = ofUtf8("null");

    public static final Payload EMPTY = ofUtf8("");

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps without copying; the caller gives the array away. */
    public static Payload wrap(byte[] bytes) {
        return new Payload(bytes);
    }

    public static Payload ofUtf8(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the bytes themselves, which must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Gives the size only: payloads are users' data and stay out of the platform's own logs. */
    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }
}
