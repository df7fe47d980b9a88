// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Version 1: one hierarchy per controller, {@code <controller>/glowplug/<platform>/<environment>} in each. */
final class ControlGroupsV1 implements ControlGroups {

    private final Map<Controller, GroupDirectory> roots = new LinkedHashMap<>();
    private final PlatformInstance instance;

    ControlGroupsV1(Map<Controller, Path> hierarchies, PlatformInstance instance) throws IOException {
        this.instance = instance;
        for (Controller controller : Controller.values()) {
            GroupDirectory root =
                    new GroupDirectory(Objects.requireNonNull(hierarchies.get(controller))).child("glowplug");
            root.child(instance.name()).create();
            roots.put(controller, root);
        }
    }

    @Override
    public ControlGroup create(String environmentId, ResourceLimits limits) throws IOException {
        var group = new ControlGroupV1(
                own(Controller.MEMORY).child(environmentId),
                own(Controller.PIDS).child(environmentId),
                own(Controller.CPU).child(environmentId));
        try {
            group.create(limits);
            return group;
        } catch (IOException failed) {
            group.remove();
            throw failed;
        }
    }

    @Override
    public void removeLeftOvers() throws IOException {
        for (GroupDirectory root : roots.values()) {
            for (GroupDirectory platform : root.children()) {
                if (!PlatformInstance.runs(platform.path().getFileName().toString())) {
                    removeWithEnvironments(platform);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Controller controller : roots.keySet()) {
            removeWithEnvironments(own(controller));
        }
    }

    private GroupDirectory own(Controller controller) {
        return Objects.requireNonNull(roots.get(controller)).child(instance.name());
    }

    private static void removeWithEnvironments(GroupDirectory platform) throws IOException {
        for (GroupDirectory environment : platform.children()) {
            environment.killProcesses();
            environment.removeWhenEmpty();
        }
        platform.removeWhenEmpty();
    }
}
