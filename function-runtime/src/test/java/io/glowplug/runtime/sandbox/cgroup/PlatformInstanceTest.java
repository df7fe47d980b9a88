// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformInstanceTest {

    @Test
    void aRunningPlatformIsKnownByItsName() {
        assertThat(PlatformInstance.runs(PlatformInstance.next().name())).isTrue();
    }

    @Test
    void aProcessIdThatWasUsedAgainIsAnotherPlatform() {
        long own = ProcessHandle.current().pid();

        assertThat(PlatformInstance.runs(own + "-0-1")).isFalse();
        assertThat(PlatformInstance.runs("4194304-abc-1")).isFalse();
    }

    @Test
    void aNameThatIsNoPlatformsDoesNotRun() {
        assertThat(PlatformInstance.runs("")).isFalse();
        assertThat(PlatformInstance.runs("probe")).isFalse();
        assertThat(PlatformInstance.runs("-1")).isFalse();
    }
}
