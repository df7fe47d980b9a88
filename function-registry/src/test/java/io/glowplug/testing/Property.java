// SPDX-License-Identifier: Apache-2.0
package io.glowplug.testing;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Holds a property against many drawn cases, other ones at each run. A case that breaks it is told by its seed;
 * {@code -Dglowplug.property.seed} repeats that one alone.
 */
public final class Property {

    private static final Random SEEDS = new Random();

    private Property() {}

    /** Draws that many cases, each from a random of its own. */
    public static void holds(int cases, Consumer<Random> property) {
        Long only = Long.getLong("glowplug.property.seed");
        for (int i = 0; i < (only == null ? cases : 1); i++) {
            long seed = only == null ? SEEDS.nextLong() : only;
            try {
                property.accept(new Random(seed));
            } catch (RuntimeException | AssertionError broken) {
                throw new AssertionError(
                        "broken by the case of -Dglowplug.property.seed=%d: %s".formatted(seed, broken.getMessage()),
                        broken);
            }
        }
    }
}
