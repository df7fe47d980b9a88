// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel.framed;

import io.glowplug.runtime.channel.ContentType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** What the process says about an answer before its first piece. The name is the wire's. */
record StartHeader(@Nullable String contentType) {

    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(StartHeader.class);

    static @Nullable String contentTypeOf(byte[] sent) throws ProtocolViolationException {
        try {
            StartHeader header = READER.readValue(sent);
            return header == null ? null : ContentType.checked(header.contentType());
        } catch (JacksonException notJson) {
            throw new ProtocolViolationException("RESPONSE_START without a header");
        }
    }
}
