// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import java.io.IOException;

/** The process announced an answer above the limit; it was not read. */
final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;
}
