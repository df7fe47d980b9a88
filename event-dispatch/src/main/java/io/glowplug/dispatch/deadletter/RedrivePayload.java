// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.deadletter;

import io.glowplug.dispatch.DeadLetter;
import io.glowplug.registry.RefusedException;
import io.glowplug.runtime.Payload;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** The rules for a payload that somebody edited: those that it had to keep when it was accepted. */
final class RedrivePayload {

    private static final JsonMapper JSON = JsonMapper.shared();

    private RedrivePayload() {}

    /** Refuses what is too large, or not one JSON document. A trigger's batch may be larger than a single event. */
    static void check(Payload edited, DeadLetter original) {
        int limit = original.triggerId() == null ? Payload.MAX_ASYNC_BYTES : Payload.MAX_SYNC_BYTES;
        if (edited.size() > limit) {
            throw RefusedException.tooLarge("payload", "must be at most " + limit + " bytes");
        }
        if (!isOneDocument(edited)) {
            throw RefusedException.invalid("payload", "must be JSON");
        }
    }

    private static boolean isOneDocument(Payload payload) {
        try (JsonParser parser = JSON.createParser(payload.bytes())) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
