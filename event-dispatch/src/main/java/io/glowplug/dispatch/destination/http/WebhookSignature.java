// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.destination.http;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs by the symmetric scheme of Standard Webhooks:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
final class WebhookSignature {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST_KEY = 24;
    private static final int LONGEST_KEY = 64;

    private WebhookSignature() {}

    /** Returns the key in a secret, or refuses one that is none. */
    static byte[] key(SecretText secret) {
        String text = secret.value();
        try {
            byte[] key =
                    text.startsWith(PREFIX) ? Base64.getDecoder().decode(text.substring(PREFIX.length())) : new byte[0];
            if (key.length >= SHORTEST_KEY && key.length <= LONGEST_KEY) {
                return key;
            }
        } catch (IllegalArgumentException noBase64) {
            // Said below, as for everything else that is wrong with it.
        }
        throw RefusedException.invalid(
                "secret",
                "must be " + PREFIX + " and " + SHORTEST_KEY + " to " + LONGEST_KEY
                        + " random bytes in Base64; make one with: echo whsec_$(openssl rand -base64 32)");
    }

    /** Returns the value of the header {@code webhook-signature}. */
    static String of(SecretText secret, String id, long timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
