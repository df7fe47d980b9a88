// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.ingress;

import io.glowplug.trigger.HeaderField;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a header can be (https://www.rfc-editor.org/rfc/rfc9110#section-5), and which ones end at the next server. */
final class HeaderRules {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private HeaderRules() {}

    static boolean isHopByHop(String lowerCaseName) {
        return HOP_BY_HOP.contains(lowerCaseName);
    }

    /** Returns the lower-case names of the headers that concern this connection only, those that it names included. */
    static Set<String> hopByHopOf(List<HeaderField> headers) {
        Set<String> named = null;
        for (HeaderField field : headers) {
            if (field.is("connection")) {
                named = named == null ? new HashSet<>(HOP_BY_HOP) : named;
                for (String name : field.value().split(",", -1)) {
                    named.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return named == null ? HOP_BY_HOP : named;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(HeaderRules::isTokenLetter);
    }

    static boolean isTokenLetter(int letter) {
        return (letter >= '0' && letter <= '9')
                || (letter >= 'a' && letter <= 'z')
                || (letter >= 'A' && letter <= 'Z')
                || "!#$%&'*+-.^_`|~".indexOf(letter) >= 0;
    }

    /** No line break, no NUL, nothing else that could end a header and begin another one, nothing beyond ISO 8859-1. */
    static boolean isValue(String text) {
        return text.chars().allMatch(letter -> letter == '\t' || (letter >= ' ' && letter != 127 && letter < 256));
    }
}
