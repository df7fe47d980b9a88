// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.resend;

import java.util.List;
import java.util.function.ToIntFunction;

/** Keeps a transaction from growing with the size of what it moves. */
final class Sizes {

    private Sizes() {}

    /** Returns the first ones that are not too large together, at least one. */
    static <T> List<T> first(List<T> rows, ToIntFunction<T> size, long most) {
        long sum = 0;
        for (int i = 0; i < rows.size(); i++) {
            sum += size.applyAsInt(rows.get(i));
            if (sum > most && i > 0) {
                return rows.subList(0, i);
            }
        }
        return rows;
    }
}
