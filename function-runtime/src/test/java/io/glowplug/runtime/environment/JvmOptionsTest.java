// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JvmOptionsTest {

    @ParameterizedTest
    @CsvSource({"128, 64", "256, 192", "512, 435", "1024, 870", "10240, 8704"})
    void theHeapLeavesRoomForTheRest(int memoryMb, int heapMb) {
        assertThat(JvmOptions.of(memoryMb, "")).contains("-Xmx" + heapMb + "m");
    }

    @Test
    void aStartIsQuickUnlessTheFunctionWantsSomethingElse() {
        assertThat(JvmOptions.of(512, "-Dany=thing")).contains("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        assertThat(JvmOptions.of(512, "-XX:+UseG1GC"))
                .doesNotContain("-XX:+UseSerialGC")
                .contains("-Xmx435m");
        assertThat(JvmOptions.of(512, "-XX:TieredStopAtLevel=4")).doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(JvmOptions.of(512, "-XX:-TieredCompilation")).doesNotContain("-XX:TieredStopAtLevel=1");
        assertThat(JvmOptions.of(512, "-Xss1m -Xmx100m")).noneMatch(option -> option.startsWith("-Xmx"));
        assertThat(JvmOptions.of(512, "-XX:MaxRAMPercentage=50")).noneMatch(option -> option.startsWith("-Xmx"));
    }
}
