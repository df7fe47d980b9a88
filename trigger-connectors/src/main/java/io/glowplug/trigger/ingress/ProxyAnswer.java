// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a function answers a request with.
 *
 * @param headers without those that are the server's business, and with a content type
 * @param body not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProxyAnswer(int status, List<HeaderField> headers, byte[] body) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String PLAIN_JSON = "application/json";

    /** An answer that cannot be passed on; the message is for the function's author. */
    public static final class MalformedAnswerException extends Exception {

        private static final long serialVersionUID = 1;

        MalformedAnswerException(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * Reads what a function returned. In the format 2.0 a value without a {@code statusCode} is the body itself; in 1.0
     * there has to be one.
     */
    public static ProxyAnswer read(PayloadFormat format, byte[] returned) throws MalformedAnswerException {
        JsonNode value;
        try {
            value = JSON.readTree(returned);
        } catch (JacksonException e) {
            throw new MalformedAnswerException("The function's answer is not JSON: " + e.getOriginalMessage());
        }
        boolean structured = value.isObject() && value.has("statusCode");
        if (!structured && format == PayloadFormat.V1) {
            throw new MalformedAnswerException("The function's answer has no statusCode, which the format 1.0 needs.");
        }
        if (!structured) {
            return new ProxyAnswer(200, List.of(new HeaderField(CONTENT_TYPE, PLAIN_JSON)), returned);
        }
        return new ProxyAnswer(status(value), headers(format, value), body(value));
    }

    /** Reads what stands before a streamed body: the status, headers and cookies, as {@code HttpResponseStream} writes. */
    public static ProxyAnswer readHead(byte[] head) throws MalformedAnswerException {
        try {
            JsonNode value = JSON.readTree(head);
            if (!value.isObject()) {
                throw new MalformedAnswerException("The head of the streamed answer is not a JSON object.");
            }
            return new ProxyAnswer(
                    value.has("statusCode") ? status(value) : 200, headers(PayloadFormat.V2, value), new byte[0]);
        } catch (JacksonException e) {
            throw new MalformedAnswerException(
                    "The head of the streamed answer is not JSON: " + e.getOriginalMessage());
        }
    }

    private static int status(JsonNode value) throws MalformedAnswerException {
        JsonNode status = value.path("statusCode");
        int code = status.isIntegralNumber() && status.canConvertToInt()
                ? status.intValue()
                : status.isString() && status.stringValue().matches("[0-9]{3}")
                        ? Integer.parseInt(status.stringValue())
                        : -1;
        if (code < 200 || code > 599) {
            throw new MalformedAnswerException("The answer's statusCode is " + status + ": it must be 200 to 599.");
        }
        return code;
    }

    private static List<HeaderField> headers(PayloadFormat format, JsonNode value) throws MalformedAnswerException {
        List<HeaderField> headers = new ArrayList<>();
        JsonNode multiple = format == PayloadFormat.V1 ? value.path("multiValueHeaders") : JSON.missingNode();
        if (isGiven(multiple)) {
            requireObject("multiValueHeaders", multiple);
            for (Map.Entry<String, JsonNode> entry : multiple.properties()) {
                if (!entry.getValue().isArray()) {
                    throw new MalformedAnswerException(
                            "The answer's multiValueHeaders." + entry.getKey() + " is no list.");
                }
                for (JsonNode each : entry.getValue()) {
                    add(headers, entry.getKey(), each);
                }
            }
        }
        JsonNode single = value.path("headers");
        if (isGiven(single)) {
            requireObject("headers", single);
            for (Map.Entry<String, JsonNode> entry : single.properties()) {
                // As with API Gateway: where both name a header, the list has all there is to say.
                if (headers.stream().noneMatch(field -> field.is(entry.getKey()))) {
                    add(headers, entry.getKey(), entry.getValue());
                }
            }
        }
        JsonNode cookies = format == PayloadFormat.V2 ? value.path("cookies") : JSON.missingNode();
        if (isGiven(cookies)) {
            if (!cookies.isArray()) {
                throw new MalformedAnswerException("The answer's cookies are no list.");
            }
            for (JsonNode cookie : cookies) {
                add(headers, "Set-Cookie", cookie);
            }
        }
        if (headers.stream().noneMatch(field -> field.is(CONTENT_TYPE))) {
            headers.add(new HeaderField(CONTENT_TYPE, PLAIN_JSON));
        }
        return headers;
    }

    private static void add(List<HeaderField> headers, String name, JsonNode value) throws MalformedAnswerException {
        if (!HeaderRules.isToken(name)) {
            throw new MalformedAnswerException("The answer has a header whose name is none: \"" + shown(name) + "\".");
        }
        if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
            throw new MalformedAnswerException("The answer's header " + name + " is no text.");
        }
        String text = value.asString();
        if (!HeaderRules.isValue(text)) {
            throw new MalformedAnswerException(
                    "The answer's header " + name + " has characters that no header can have, such as line breaks.");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (!HeaderRules.isHopByHop(lower) && !lower.equals("content-length")) {
            headers.add(new HeaderField(name, text));
        }
    }

    private static byte[] body(JsonNode value) throws MalformedAnswerException {
        JsonNode encoded = value.path("isBase64Encoded");
        if (isGiven(encoded) && !encoded.isBoolean()) {
            throw new MalformedAnswerException("The answer's isBase64Encoded is neither true nor false.");
        }
        JsonNode body = value.path("body");
        if (!isGiven(body)) {
            return new byte[0];
        }
        if (!body.isString()) {
            throw new MalformedAnswerException("The answer's body is no string: stringify objects.");
        }
        if (!isGiven(encoded) || !encoded.booleanValue()) {
            return body.stringValue().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(body.stringValue());
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswerException("The answer's body is said to be Base64 and is not.");
        }
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isNull() && !value.isMissingNode();
    }

    private static void requireObject(String name, JsonNode value) throws MalformedAnswerException {
        if (!value.isObject()) {
            throw new MalformedAnswerException("The answer's " + name + " is no object.");
        }
    }

    private static String shown(String text) {
        String head = text.length() > 60 ? text.substring(0, 60) : text;
        return head.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
