// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import io.glowplug.registry.RefusedException;
import io.glowplug.registry.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the senders of notices sign them. All of them by HMAC, over things that differ. */
sealed interface SignatureScheme {

    /**
     * Returns if the notice was signed with that secret.
     *
     * @throws BadSignatureException otherwise
     */
    void verify(Notice notice, SecretText secret, Instant now) throws BadSignatureException;

    /** What the sender calls this delivery, in a notice that was verified; null if it does not say. */
    @Nullable
    String deliveryId(Notice notice);

    /** Refuses a secret that no sender of this kind can have. */
    default void validate(SecretText secret) {
        if (secret.value().isBlank() || secret.value().length() > 512) {
            throw RefusedException.invalid("secret", "must have 1 to 512 characters");
        }
    }

    static SignatureScheme of(SignatureSettings settings) {
        Duration tolerance = Duration.ofSeconds(settings.toleranceSeconds() == null ? 0 : settings.toleranceSeconds());
        return switch (settings.scheme()) {
            case "github" -> new GitHub();
            case "stripe" -> new Stripe(tolerance);
            case "slack" -> new Slack(tolerance);
            case "standard" -> new Standard(tolerance);
            case "hmac" -> new Own(settings, tolerance);
            default -> throw new IllegalStateException("no such scheme: " + settings.scheme());
        };
    }

    /** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
    record GitHub() implements SignatureScheme {

        @Override
        public void verify(Notice notice, SecretText secret, Instant now) throws BadSignatureException {
            String sent = notice.required("X-Hub-Signature-256");
            byte[] right = hmac("HmacSHA256", bytes(secret), notice.body());
            requireSame("sha256=" + HexFormat.of().formatHex(right), sent);
        }

        @Override
        public @Nullable String deliveryId(Notice notice) {
            return notice.exchange().header("X-GitHub-Delivery");
        }
    }

    /** https://docs.stripe.com/webhooks?verify=verify-manually */
    record Stripe(Duration tolerance) implements SignatureScheme {

        private static final String HEADER = "Stripe-Signature";

        @Override
        public void verify(Notice notice, SecretText secret, Instant now) throws BadSignatureException {
            List<String> parts = Arrays.asList(notice.required(HEADER).split(",", -1));
            String time = parts.stream()
                    .filter(part -> part.strip().startsWith("t="))
                    .findFirst()
                    .map(part -> part.strip().substring(2))
                    .orElseThrow(() -> new BadSignatureException("The header " + HEADER + " has no time."));
            byte[] right = hmac("HmacSHA256", bytes(secret), notice.bodyAfter(time + "."));
            requireAny("v1=" + HexFormat.of().formatHex(right), parts);
            requireRecent(time, tolerance, now);
        }

        @Override
        public @Nullable String deliveryId(Notice notice) {
            return textIn(notice.body(), "id");
        }
    }

    /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
    record Slack(Duration tolerance) implements SignatureScheme {

        @Override
        public void verify(Notice notice, SecretText secret, Instant now) throws BadSignatureException {
            String time = notice.required("X-Slack-Request-Timestamp");
            String sent = notice.required("X-Slack-Signature");
            byte[] right = hmac("HmacSHA256", bytes(secret), notice.bodyAfter("v0:" + time + ":"));
            requireSame("v0=" + HexFormat.of().formatHex(right), sent);
            requireRecent(time, tolerance, now);
        }

        @Override
        public @Nullable String deliveryId(Notice notice) {
            return textIn(notice.body(), "event_id");
        }

        /** What Slack wants to have back before it sends anything; null if this is no such question. */
        static @Nullable String challenge(byte[] body) {
            return "url_verification".equals(textIn(body, "type")) ? textIn(body, "challenge") : null;
        }
    }

    /** https://www.standardwebhooks.com */
    record Standard(Duration tolerance) implements SignatureScheme {

        private static final String PREFIX = "whsec_";
        private static final int SHORTEST_KEY = 24;
        private static final int LONGEST_KEY = 64;

        @Override
        public void verify(Notice notice, SecretText secret, Instant now) throws BadSignatureException {
            String id = notice.required("webhook-id");
            String time = notice.required("webhook-timestamp");
            List<String> sent =
                    Arrays.asList(notice.required("webhook-signature").split(" ", -1));
            byte[] right = hmac("HmacSHA256", key(secret), notice.bodyAfter(id + "." + time + "."));
            requireAny("v1," + Base64.getEncoder().encodeToString(right), sent);
            requireRecent(time, tolerance, now);
        }

        @Override
        public @Nullable String deliveryId(Notice notice) {
            return notice.exchange().header("webhook-id");
        }

        @Override
        public void validate(SecretText secret) {
            try {
                int length = key(secret).length;
                if (length >= SHORTEST_KEY && length <= LONGEST_KEY) {
                    return;
                }
            } catch (IllegalArgumentException notBase64) {
                // Refused below.
            }
            throw RefusedException.invalid("secret", "must be whsec_ and 24 to 64 bytes in Base64");
        }

        private static byte[] key(SecretText secret) {
            String text = secret.value().strip();
            return Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        }
    }

    /** As the trigger's settings describe it. */
    record Own(SignatureSettings settings, Duration tolerance) implements SignatureScheme {

        @Override
        public void verify(Notice notice, SecretText secret, Instant now) throws BadSignatureException {
            String sent = notice.required(Objects.requireNonNull(settings.header()));
            String timeHeader = settings.timestampHeader();
            String time = timeHeader == null ? null : notice.required(timeHeader);
            byte[] signed = time == null ? notice.body() : notice.bodyAfter(time + ".");
            byte[] right = hmac(macName(), bytes(secret), signed);
            String written = "hex".equals(settings.encoding())
                    ? HexFormat.of().formatHex(right)
                    : Base64.getEncoder().encodeToString(right);
            requireSame(settings.prefix() + written, sent);
            if (time != null) {
                requireRecent(time, tolerance, now);
            }
        }

        private String macName() {
            return switch (String.valueOf(settings.algorithm())) {
                case "sha1" -> "HmacSHA1";
                case "sha512" -> "HmacSHA512";
                default -> "HmacSHA256";
            };
        }

        @Override
        public @Nullable String deliveryId(Notice notice) {
            String header = settings.deliveryIdHeader();
            return header == null ? null : notice.exchange().header(header);
        }
    }

    private static byte[] bytes(SecretText secret) {
        return secret.value().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign by " + algorithm, e);
        }
    }

    /** Takes as long whatever is wrong. */
    private static boolean same(String right, String sent) {
        return MessageDigest.isEqual(
                right.getBytes(StandardCharsets.UTF_8), sent.strip().getBytes(StandardCharsets.UTF_8));
    }

    private static void requireSame(String right, String sent) throws BadSignatureException {
        if (!same(right, sent)) {
            throw new BadSignatureException("The signature is not that of this body and any valid secret.");
        }
    }

    private static void requireAny(String right, List<String> sent) throws BadSignatureException {
        boolean found = false;
        for (String each : sent) {
            found |= same(right, each);
        }
        requireSame(right, found ? right : "");
    }

    /** What was signed long ago may be a copy that somebody kept. */
    private static void requireRecent(String time, Duration tolerance, Instant now) throws BadSignatureException {
        try {
            Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now)
                    .abs();
            if (off.compareTo(tolerance) <= 0) {
                return;
            }
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new BadSignatureException("The signed time is none.");
        }
        throw new BadSignatureException(
                "The signed time is more than " + tolerance.toSeconds() + " seconds off: this may be a repetition.");
    }

    private static @Nullable String textIn(byte[] body, String member) {
        try {
            JsonNode text = JsonMapper.shared().readTree(body).path(member);
            return text.isString() ? text.stringValue() : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }
}
