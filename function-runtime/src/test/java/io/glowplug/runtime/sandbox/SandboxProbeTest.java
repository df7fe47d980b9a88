// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.glowplug.runtime.sandbox.SandboxProbe.Finding;
import io.glowplug.runtime.sandbox.cgroup.PlatformInstance;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxProbeTest {

    @Test
    void aHostThatCannotIsolateIsToldWhatIsMissing(@TempDir Path directory) {
        Path init = Path.of("/bin/false"); // stands for a program that cannot enter a sandbox
        var probe = new SandboxProbe(init, directory, PlatformInstance.next());

        assertThat(probe.find(SandboxMode.REQUIRED))
                .isInstanceOfSatisfying(
                        Finding.Unusable.class,
                        unusable -> assertThat(unusable.reason())
                                .startsWith("This node cannot isolate functions: ")
                                .contains("GLOWPLUG_SANDBOX=none"));
        assertThat(probe.find(SandboxMode.NONE)).isInstanceOf(Finding.Usable.class);
    }
}
