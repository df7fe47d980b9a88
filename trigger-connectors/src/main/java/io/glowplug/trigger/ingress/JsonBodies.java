// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads bodies as JSON without building anything from them. */
public final class JsonBodies {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonBodies() {}

    /** Whether it is exactly one JSON value. */
    public static boolean isJson(byte[] body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
