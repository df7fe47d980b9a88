// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

enum FrameType {
    INVOKE(1),
    READY(2),
    RESPONSE(3),
    ERROR(4),
    INIT_ERROR(5),
    LOAD(6),
    RESPONSE_START(7),
    RESPONSE_CHUNK(8),
    RESPONSE_END(9);

    final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    static FrameType ofCode(byte code) throws ProtocolViolationException {
        for (FrameType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new ProtocolViolationException("frame of unknown type " + code);
    }
}
