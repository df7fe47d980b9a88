// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Finds out which control groups this host offers to us. */
public final class ControlGroupProbe {

    private ControlGroupProbe() {}

    /**
     * Returns groups that were seen to work: one with limits was made and removed again.
     *
     * @throws IOException if there are none; the message says why, to be read after "control groups cannot be used:"
     */
    public static ControlGroups find(PlatformInstance instance) throws IOException {
        ControlGroups groups = open(instance);
        groups.create("probe", new ResourceLimits(128)).remove();
        return groups;
    }

    private static ControlGroups open(PlatformInstance instance) throws IOException {
        Map<Controller, Path> hierarchies = hierarchiesOfVersion1();
        if (hierarchies.size() == Controller.values().length) {
            return new ControlGroupsV1(hierarchies, instance);
        }
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] mount = line.split(" ", -1);
            if (mount[2].equals("cgroup2")) {
                return new ControlGroupsV2(new GroupDirectory(ownGroup(Path.of(mount[1]))), instance);
            }
        }
        throw new IOException("no control group file system with memory, pids and cpu is mounted");
    }

    private static Map<Controller, Path> hierarchiesOfVersion1() throws IOException {
        var found = new EnumMap<Controller, Path>(Controller.class);
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] mount = line.split(" ", -1);
            if (mount[2].equals("cgroup")) {
                List<String> options = Arrays.asList(mount[3].split(",", -1));
                for (Controller controller : Controller.values()) {
                    if (options.contains(controller.kernelName())) {
                        found.putIfAbsent(controller, Path.of(mount[1]));
                    }
                }
            }
        }
        return found;
    }

    private static Path ownGroup(Path mountPoint) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            if (line.startsWith("0::/")) {
                return mountPoint.resolve(line.substring("0::/".length()));
            }
        }
        throw new IOException("this process belongs to no group of the unified hierarchy");
    }
}
