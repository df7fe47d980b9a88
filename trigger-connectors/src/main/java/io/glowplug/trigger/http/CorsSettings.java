// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.glowplug.trigger.ingress.Cors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What browsers are told about requests from other origins: {@link Cors}. */
record CorsSettings(
        List<String> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        boolean allowCredentials,
        int maxAgeSeconds) {

    @JsonCreator
    static CorsSettings read(
            @Nullable List<String> allowOrigins,
            @Nullable List<String> allowMethods,
            @Nullable List<String> allowHeaders,
            @Nullable List<String> exposeHeaders,
            @Nullable Boolean allowCredentials,
            @Nullable Integer maxAgeSeconds) {
        Cors cors = Cors.of(
                "cors", allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAgeSeconds);
        return new CorsSettings(
                cors.allowOrigins(),
                cors.allowMethods(),
                cors.allowHeaders(),
                cors.exposeHeaders(),
                cors.allowCredentials(),
                cors.maxAgeSeconds());
    }

    Cors toCors() {
        return new Cors(allowOrigins, allowMethods, allowHeaders, exposeHeaders, allowCredentials, maxAgeSeconds);
    }
}
