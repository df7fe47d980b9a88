// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.runtimeapi;

import io.glowplug.runtime.Payload;
import io.glowplug.runtime.channel.RuntimeChannel;

/** Why a request of the process is not carried out. Types and, where clients may look at them, texts are Lambda's. */
enum Refusal {
    INVALID_REQUEST_ID(400, "InvalidRequestID", "Invalid request ID"),
    INVALID_STATE(403, "InvalidStateTransition", "State transition is not allowed: this cannot be asked or said now"),
    TOO_LARGE(
            413,
            "RequestEntityTooLarge",
            "Exceeded maximum allowed payload size (" + RuntimeChannel.MAX_ANSWER_BYTES + " bytes)."),
    STREAM_TOO_LARGE(
            413,
            "RequestEntityTooLarge",
            "Exceeded maximum allowed payload size (" + Payload.MAX_STREAM_BYTES + " bytes)."),
    INVALID_RESPONSE_MODE(
            400, "InvalidResponseMode", "Lambda-Runtime-Function-Response-Mode can only be streaming, or left out"),
    UNKNOWN_PATH(404, "NotFound", "There is no such path in the Runtime API"),
    WRONG_METHOD(405, "MethodNotAllowed", "The path does not take this method"),
    MALFORMED(400, "InvalidRequest", "The request is not well-formed HTTP"),
    HEADERS_TOO_LARGE(431, "InvalidRequest", "The headers are too large");

    final int status;
    final String errorType;
    final String errorMessage;

    Refusal(int status, String errorType, String errorMessage) {
        this.status = status;
        this.errorType = errorType;
        this.errorMessage = errorMessage;
    }
}
