// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import io.glowplug.dispatch.DestinationSettings;
import io.glowplug.registry.Violations;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An endpoint that outcomes are posted to. */
record HttpSettings(String url) implements DestinationSettings {

    private static final int LONGEST = 2_048;

    HttpSettings {
        Violations.of()
                .check(
                        url != null && url.length() <= LONGEST && isEndpoint(parsed(url)),
                        "url",
                        "must be an http or https address of at most " + LONGEST
                                + " characters, without a user, a password or a fragment")
                .refuseIfAny();
    }

    URI uri() {
        return URI.create(url);
    }

    /** Leaves the query out, which often is a password in disguise. */
    @Override
    public String target() {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query) + "?…";
    }

    private static @Nullable URI parsed(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    private static boolean isEndpoint(@Nullable URI uri) {
        return uri != null
                && uri.getScheme() != null
                && uri.getScheme().toLowerCase(Locale.ROOT).matches("https?")
                && uri.getHost() != null
                && uri.getPort() != 0
                && uri.getPort() <= 65_535
                && uri.getRawUserInfo() == null
                && uri.getRawFragment() == null;
    }
}
