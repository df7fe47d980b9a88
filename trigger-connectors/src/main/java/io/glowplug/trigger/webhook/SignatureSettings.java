// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.glowplug.registry.RefusedException;
import io.glowplug.registry.Violations;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a sender signs.
 *
 * @param scheme {@code github}, {@code stripe}, {@code slack}, {@code standard} or {@code hmac}
 * @param toleranceSeconds how far the signed time may be off, for schemes that have one
 * @param header the header with the signature; this and the rest with hmac only
 * @param algorithm {@code sha256}, {@code sha512} or {@code sha1}
 * @param encoding {@code hex} or {@code base64}
 * @param prefix what stands before the signature in its header
 * @param timestampHeader the header with the time in seconds since 1970, which is signed before a dot and the body; or
 *     null if the body alone is signed
 * @param deliveryIdHeader the header with the sender's name for a delivery, or null
 */
record SignatureSettings(
        String scheme,
        @Nullable Integer toleranceSeconds,
        @Nullable String header,
        @Nullable String algorithm,
        @Nullable String encoding,
        @Nullable String prefix,
        @Nullable String timestampHeader,
        @Nullable String deliveryIdHeader) {

    private static final int DEFAULT_TOLERANCE = 300;
    private static final int LONGEST_TOLERANCE = 3_600;
    private static final int LONGEST_PREFIX = 64;
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Set<String> TIMED = Set.of("stripe", "slack", "standard");
    private static final Set<String> ALGORITHMS = Set.of("sha256", "sha512", "sha1");
    private static final Set<String> ENCODINGS = Set.of("hex", "base64");

    @JsonCreator
    static SignatureSettings read(
            @Nullable String scheme,
            @Nullable Integer toleranceSeconds,
            @Nullable String header,
            @Nullable String algorithm,
            @Nullable String encoding,
            @Nullable String prefix,
            @Nullable String timestampHeader,
            @Nullable String deliveryIdHeader) {
        boolean own = "hmac".equals(scheme);
        if (!own && !"github".equals(scheme) && !TIMED.contains(String.valueOf(scheme))) {
            throw RefusedException.invalid("signature.scheme", "must be one of github, stripe, slack, standard, hmac");
        }
        boolean timed = TIMED.contains(scheme) || timestampHeader != null;
        int tolerance = toleranceSeconds == null ? DEFAULT_TOLERANCE : toleranceSeconds;
        boolean saysOwn = header != null
                || algorithm != null
                || encoding != null
                || prefix != null
                || timestampHeader != null
                || deliveryIdHeader != null;
        Violations.of()
                .check(own || !saysOwn, "signature", "has nothing but a scheme and toleranceSeconds unless it is hmac")
                .check(
                        toleranceSeconds == null || timed,
                        "signature.toleranceSeconds",
                        "does not apply: with this scheme no time is signed")
                .range("signature.toleranceSeconds", tolerance, 1, LONGEST_TOLERANCE)
                .check(!own || isHeader(header), "signature.header", "is required: the name of a header")
                .check(
                        timestampHeader == null || isHeader(timestampHeader),
                        "signature.timestampHeader",
                        "must be the name of a header")
                .check(
                        deliveryIdHeader == null || isHeader(deliveryIdHeader),
                        "signature.deliveryIdHeader",
                        "must be the name of a header")
                .check(
                        algorithm == null || ALGORITHMS.contains(algorithm),
                        "signature.algorithm",
                        "must be sha256, sha512 or sha1")
                .check(encoding == null || ENCODINGS.contains(encoding), "signature.encoding", "must be hex or base64")
                .check(
                        prefix == null || prefix.length() <= LONGEST_PREFIX,
                        "signature.prefix",
                        "must have at most 64 characters")
                .refuseIfAny();
        if (!own) {
            return new SignatureSettings(
                    String.valueOf(scheme), timed ? tolerance : null, null, null, null, null, null, null);
        }
        return new SignatureSettings(
                "hmac",
                timed ? tolerance : null,
                lower(header),
                algorithm == null ? "sha256" : algorithm,
                encoding == null ? "hex" : encoding,
                prefix == null ? "" : prefix,
                lower(timestampHeader),
                lower(deliveryIdHeader));
    }

    private static boolean isHeader(@Nullable String name) {
        return name != null && HEADER.matcher(name).matches();
    }

    private static @Nullable String lower(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }
}
