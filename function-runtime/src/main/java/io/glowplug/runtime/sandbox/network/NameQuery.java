// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A question for the addresses of a name, as DNS asks it: https://www.rfc-editor.org/rfc/rfc1035#section-4
 */
final class NameQuery {

    static final int NO_ERROR = 0;
    static final int SERVER_FAILURE = 2;
    static final int NO_SUCH_NAME = 3;

    private static final Pattern INTERNET_NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+");

    private static final short TYPE_IPV4 = 1;
    private static final short TYPE_IPV6 = 28;
    private static final short CLASS_INTERNET = 1;
    private static final int HEADER_BYTES = 12;
    private static final int MAX_LABEL = 63;
    private static final int MAX_NAME = 253;
    private static final int MAX_ADDRESSES = 16;

    private static final int IS_ANSWER_OR_UNUSUAL = 0xf800;
    private static final int ANSWER = 0x8080;
    private static final int RECURSION = 0x0100;
    private static final short NAME_OF_QUESTION = (short) 0xc00c;
    private static final int SECONDS_TO_KEEP = 30;

    private final short id;
    private final boolean recursionDesired;
    private final String name;
    private final short type;

    /** As it was asked, to be repeated in the answer. */
    private final byte[] question;

    private NameQuery(short id, boolean recursionDesired, String name, short type, byte[] question) {
        this.id = id;
        this.recursionDesired = recursionDesired;
        this.name = name;
        this.type = type;
        this.question = question;
    }

    /** Returns the question, or empty if this is nothing to be answered. */
    static Optional<NameQuery> parse(byte[] message) {
        if (message.length < HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(message);
        short id = in.getShort();
        int flags = in.getShort();
        int questions = in.getShort();
        if ((flags & IS_ANSWER_OR_UNUSUAL) != 0 || questions != 1) {
            return Optional.empty();
        }
        in.position(HEADER_BYTES);
        var name = new StringBuilder();
        while (in.hasRemaining()) {
            int length = in.get();
            if (length == 0) {
                return in.remaining() < 2 * Short.BYTES
                        ? Optional.empty()
                        : Optional.of(question(id, flags, name.toString(), in, message));
            }
            if (length < 0 || length > MAX_LABEL || length > in.remaining() || name.length() > MAX_NAME) {
                return Optional.empty();
            }
            if (!name.isEmpty()) {
                name.append('.');
            }
            for (int i = 0; i < length; i++) {
                name.append((char) (in.get() & 0xff));
            }
        }
        return Optional.empty();
    }

    private static NameQuery question(short id, int flags, String name, ByteBuffer in, byte[] message) {
        short type = in.getShort();
        in.getShort();
        byte[] question = new byte[in.position() - HEADER_BYTES];
        System.arraycopy(message, HEADER_BYTES, question, 0, question.length);
        return new NameQuery(id, (flags & RECURSION) != 0, name.toLowerCase(Locale.ROOT), type, question);
    }

    String name() {
        return name;
    }

    boolean asksForAddresses() {
        return type == TYPE_IPV4 || type == TYPE_IPV6;
    }

    /** Names of one word mean something only to this host and its neighbours, names of other signs nothing. */
    boolean isOfTheInternet() {
        return INTERNET_NAME.matcher(name).matches();
    }

    byte[] answer(int code) {
        return answer(code, List.of());
    }

    /** Answers with those of the addresses that were asked for; there may be none. */
    byte[] answer(List<InetAddress> addresses) {
        return answer(
                NO_ERROR,
                addresses.stream()
                        .filter(address -> type == (address instanceof Inet4Address ? TYPE_IPV4 : TYPE_IPV6))
                        .limit(MAX_ADDRESSES)
                        .toList());
    }

    private byte[] answer(int code, List<InetAddress> addresses) {
        int perAddress = 3 * Short.BYTES + Integer.BYTES + Short.BYTES + 16;
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + question.length + perAddress * addresses.size());
        out.putShort(id)
                .putShort((short) (ANSWER | (recursionDesired ? RECURSION : 0) | code))
                .putShort((short) 1)
                .putShort((short) addresses.size())
                .putInt(0)
                .put(question);
        for (InetAddress address : addresses) {
            byte[] bytes = address.getAddress();
            out.putShort(NAME_OF_QUESTION)
                    .putShort(type)
                    .putShort(CLASS_INTERNET)
                    .putInt(SECONDS_TO_KEEP)
                    .putShort((short) bytes.length)
                    .put(bytes);
        }
        byte[] answer = new byte[out.position()];
        out.flip().get(answer);
        return answer;
    }
}
