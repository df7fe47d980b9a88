// SPDX-License-Identifier: Apache-2.0
/**
 * Measures the running platform, over its public doors only, beside a raw limit of the same run.
 *
 * <p>Start at {@link Benchmarks}. Nothing here is on the platform's class path.
 *
 * <p>Invariant: a figure is never given without the raw limit that was measured beside it, because machines differ and
 * are noisy.
 */
@NullMarked
package io.glowplug.benchmarks;

import org.jspecify.annotations.NullMarked;
