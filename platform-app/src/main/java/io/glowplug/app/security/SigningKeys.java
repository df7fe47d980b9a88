// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Access keys for protocols whose requests are signed with the secret rather than carrying it. */
@Component
public class SigningKeys {

    private final AccessKeyRing ring;

    SigningKeys(AccessKeyRing ring) {
        this.ring = ring;
    }

    /** The secret to check a signature with. Does not show itself in logs. */
    public record SigningKey(String secret, Role role) {
        @Override
        public String toString() {
            return "SigningKey[" + role + "]";
        }
    }

    /** Returns the enabled key with that id. */
    public Optional<SigningKey> find(String accessKeyId) {
        return ring.signingKey(accessKeyId);
    }
}
