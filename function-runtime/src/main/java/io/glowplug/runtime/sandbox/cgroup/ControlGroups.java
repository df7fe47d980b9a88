// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;

/** The groups of this platform. */
public sealed interface ControlGroups permits ControlGroupsV1, ControlGroupsV2, NoControlGroups {

    /** Makes a group with these limits. */
    ControlGroup create(String environmentId, ResourceLimits limits) throws IOException;

    /** Removes the groups that platforms which are no longer running left behind, ending what is still in them. */
    void removeLeftOvers() throws IOException;

    /** Removes this platform's own group; its environments' must be gone. */
    void close() throws IOException;
}
