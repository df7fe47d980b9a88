// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.channel;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The content type that a process gives its streamed answer. */
public final class ContentType {

    /** Printable ASCII, so that nothing can be smuggled into the header it ends up in. */
    private static final Pattern FIT = Pattern.compile("[\\x20-\\x7e]{1,256}");

    private ContentType() {}

    /** Returns it if it can stand in a header, otherwise null: what a process sends cannot be trusted. */
    public static @Nullable String checked(@Nullable String sent) {
        return sent != null && FIT.matcher(sent).matches() && sent.indexOf('/') > 0 ? sent : null;
    }
}
