// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.kafka;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.glowplug.registry.Violations;
import org.jspecify.annotations.Nullable;

/**
 * Names a secret that the platform's operator has laid out, so that settings never hold the secret itself: {@code
 * {"env": "GLOWPLUG_SECRET_…"}} or {@code {"file": "…"}}. Exactly one of the two.
 */
record SecretReference(@Nullable String env, @Nullable String file) {

    /**
     * Only variables with this prefix are shown to triggers: their authors must not read the platform's environment.
     */
    static final String ENV_PREFIX = "GLOWPLUG_SECRET_";

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    SecretReference {
        Violations.of()
                .check(
                        (env == null) != (file == null),
                        "security",
                        "must not hold a secret but refer to one of the platform's, by either {\"env\": \"" + ENV_PREFIX
                                + "…\"} or {\"file\": \"…\"}")
                .check(
                        env == null || env.startsWith(ENV_PREFIX),
                        "security",
                        "may refer only to environment variables whose name begins with " + ENV_PREFIX)
                .refuseIfAny();
    }

    /** Takes a secret that was written into the settings for what it is: a reference to none, which is refused. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static SecretReference inline(String secret) {
        return new SecretReference(null, null);
    }
}
