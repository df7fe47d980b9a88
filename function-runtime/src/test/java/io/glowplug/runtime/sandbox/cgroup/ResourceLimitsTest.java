// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceLimitsTest {

    @Test
    void memoryBuysProcessorTimeAndASmallFunctionHasOneProcessor() {
        assertThat(new ResourceLimits(128).cpuQuotaMicros()).isEqualTo(100_000);
        assertThat(new ResourceLimits(1769).cpuQuotaMicros()).isEqualTo(100_000);
        assertThat(new ResourceLimits(3538).cpuQuotaMicros()).isEqualTo(200_000);
        assertThat(new ResourceLimits(10_240).cpuQuotaMicros()).isBetween(578_000L, 579_000L);
    }

    @Test
    void theWeightIsInProportionToTheMemory() {
        assertThat(new ResourceLimits(1769).cpuWeight(1024)).isEqualTo(1024);
        assertThat(new ResourceLimits(128).cpuWeight(1024)).isEqualTo(74);
        assertThat(new ResourceLimits(10_240).cpuWeight(100)).isEqualTo(578);
    }

    @Test
    void whileItStartsASmallFunctionWeighsAsMuchAsAProcessor() {
        assertThat(new ResourceLimits(128).whileStarting().cpuWeight(1024)).isEqualTo(1024);
        assertThat(new ResourceLimits(10_240).whileStarting().cpuWeight(100)).isEqualTo(578);
    }

    @Test
    void theSandboxItselfIsAllowedForOnTopOfTheFunctionsMemory() {
        assertThat(new ResourceLimits(128).memoryBytes()).isEqualTo(144L << 20);
    }
}
