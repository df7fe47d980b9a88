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
    INVALID_EXTENSION_NAME(403, "Extension.InvalidExtensionName", "Empty extension name"),
    INVALID_FORMAT(403, "InvalidRequestFormat", "The body is not what this path takes"),
    INVALID_EVENT_TYPE(
            403,
            "Extension.InvalidEventType",
            "External extensions can register for INVOKE and SHUTDOWN, internal ones for INVOKE"),
    REGISTRATION_CLOSED(403, "Extension.RegistrationClosed", "Extension registration closed already"),
    TOO_MANY_EXTENSIONS(403, "Extension.TooManyExtensions", "Extension limit (" + Extensions.MOST + ") reached"),
    INVALID_EXTENSION_STATE(403, "Extension.InvalidExtensionState", "Extension with this name already registered"),
    MISSING_EXTENSION_ID(403, "Extension.MissingExtensionIdentifier", "Missing Lambda-Extension-Identifier header"),
    INVALID_EXTENSION_ID(403, "Extension.InvalidExtensionIdentifier", "Invalid Lambda-Extension-Identifier"),
    UNKNOWN_EXTENSION(403, "Extension.UnknownExtensionIdentifier", "Unknown extension"),
    MISSING_ERROR_TYPE(403, "Extension.MissingHeader", "Missing Lambda-Extension-Function-Error-Type header"),
    TELEMETRY_CLOSED(403, "Telemetry.SubscriptionClosed", "Telemetry API subscription is closed already"),
    LOGS_CLOSED(403, "Logs.SubscriptionClosed", "Logs API subscription is closed already"),
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
