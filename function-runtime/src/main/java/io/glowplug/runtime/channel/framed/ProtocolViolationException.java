// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import java.io.IOException;

/** The process sent something that no bootstrap of ours sends. */
final class ProtocolViolationException extends IOException {

    private static final long serialVersionUID = 1L;

    ProtocolViolationException(String message) {
        super(message);
    }
}
