// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.code;

import io.glowplug.registry.RefusedException;
import org.jspecify.annotations.Nullable;

/** Why an archive is not taken; becomes a refusal of the field {@code code}. */
final class UnreadableArchiveException extends RuntimeException {

    private final boolean tooLarge;

    private UnreadableArchiveException(String rule, boolean tooLarge, @Nullable Throwable cause) {
        super(rule, cause);
        this.tooLarge = tooLarge;
    }

    /** Something that is no zip archive, or a broken one; the text is Lambda's. */
    static UnreadableArchiveException garbage(@Nullable Throwable cause) {
        return new UnreadableArchiveException(
                "Could not unzip uploaded file. Please check your file, then try to upload again.", false, cause);
    }

    static UnreadableArchiveException rule(String rule) {
        return new UnreadableArchiveException(rule, false, null);
    }

    static UnreadableArchiveException tooLarge(String rule) {
        return new UnreadableArchiveException(rule, true, null);
    }

    RefusedException refusal(String field) {
        String rule = String.valueOf(getMessage());
        RefusedException refusal =
                tooLarge ? RefusedException.tooLarge(field, rule) : RefusedException.invalid(field, rule);
        refusal.initCause(this);
        return refusal;
    }
}
