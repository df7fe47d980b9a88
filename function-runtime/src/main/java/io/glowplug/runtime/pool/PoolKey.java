// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.pool;

import io.glowplug.registry.FunctionVersion;
import java.util.UUID;

/** What an environment is for. {@code $LATEST} of another revision is something else. */
record PoolKey(UUID functionId, String version, long revision) {

    static PoolKey of(FunctionVersion version) {
        return new PoolKey(version.functionId(), version.version(), version.revision());
    }

    /** Whether the other one is what this one was before it was changed. */
    boolean replaces(PoolKey other) {
        return functionId.equals(other.functionId) && version.equals(other.version) && revision > other.revision;
    }
}
