// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import java.util.List;
import java.util.Locale;

/** Tells by its headers whether a body is text; everything else reaches the function in Base64. */
final class TextBodies {

    private TextBodies() {}

    static boolean isText(List<HeaderField> headers) {
        String type = null;
        for (HeaderField field : headers) {
            if (field.is("content-encoding") && !field.value().strip().equalsIgnoreCase("identity")) {
                return false;
            }
            if (field.is("content-type")) {
                type = field.value();
            }
        }
        if (type == null) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String media =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        return media.startsWith("text/")
                || media.endsWith("+json")
                || media.endsWith("+xml")
                || switch (media) {
                    case "application/json",
                            "application/xml",
                            "application/javascript",
                            "application/x-www-form-urlencoded",
                            "application/graphql",
                            "application/x-ndjson" -> true;
                    default -> false;
                };
    }
}
