// SPDX-License-Identifier: Apache-2.0
package io.glowplug.benchmarks;

/** One question about speed. */
interface Benchmark {

    void run(Platform platform, Report report) throws Exception;
}
