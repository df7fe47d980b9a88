// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** No limits, for functions that run without a sandbox. */
public final class NoControlGroups implements ControlGroups {

    @Override
    public ControlGroup create(String environmentId, ResourceLimits limits) {
        return new None();
    }

    @Override
    public void removeLeftOvers() {}

    @Override
    public void close() {}

    static final class None implements ControlGroup {

        @Override
        public List<Path> joinFiles() {
            return List.of();
        }

        @Override
        public void limit(ResourceLimits limits) {}

        @Override
        public OptionalLong peakMemoryBytes() {
            return OptionalLong.empty();
        }

        @Override
        public long outOfMemoryKills() {
            return 0;
        }

        @Override
        public void kill() {}

        @Override
        public void remove() {}
    }
}
