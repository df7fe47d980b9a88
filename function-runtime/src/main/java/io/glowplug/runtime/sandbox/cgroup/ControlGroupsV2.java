// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox.cgroup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Version 2: one tree, {@code <our own group>/glowplug/<platform>/<environment>}. A group that hands controllers down
 * must not hold processes itself, so whatever is in ours (the platform, and in a container whatever started it) first
 * moves to a leaf {@code glowplug-platform} beside them.
 */
final class ControlGroupsV2 implements ControlGroups {

    private static final String HAND_DOWN = "+memory +pids +cpu";
    private static final String LEAF = "glowplug-platform";

    private final GroupDirectory root;
    private final PlatformInstance instance;

    ControlGroupsV2(GroupDirectory own, PlatformInstance instance) throws IOException {
        this.instance = instance;
        // Started again in its leaf, for example by a supervisor that keeps the group: the tree is one level up.
        GroupDirectory base = own.path().endsWith(LEAF) ? own.parent() : own;
        List<String> offered = Arrays.asList(
                Files.readString(base.file("cgroup.controllers")).strip().split(" ", -1));
        for (Controller controller : Controller.values()) {
            if (!offered.contains(controller.kernelName())) {
                throw new IOException(
                        "the controller " + controller.kernelName() + " is not delegated to " + base.path());
            }
        }
        handDown(base);
        this.root = base.child("glowplug");
        root.create();
        root.write("cgroup.subtree_control", HAND_DOWN);
        root.child(instance.name()).create();
        root.child(instance.name()).write("cgroup.subtree_control", HAND_DOWN);
    }

    @Override
    public ControlGroup create(String environmentId, ResourceLimits limits) throws IOException {
        var group = new ControlGroupV2(root.child(instance.name()).child(environmentId));
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
        for (GroupDirectory platform : root.children()) {
            if (!PlatformInstance.runs(platform.path().getFileName().toString())) {
                removeWithEnvironments(platform);
            }
        }
    }

    @Override
    public void close() throws IOException {
        removeWithEnvironments(root.child(instance.name()));
    }

    private static void removeWithEnvironments(GroupDirectory platform) throws IOException {
        for (GroupDirectory environment : platform.children()) {
            new ControlGroupV2(environment).remove();
        }
        platform.removeWhenEmpty();
    }

    private static void handDown(GroupDirectory base) throws IOException {
        try {
            base.write("cgroup.subtree_control", HAND_DOWN);
        } catch (FileSystemException holdsProcesses) {
            moveProcesses(base, base.child(LEAF));
            base.write("cgroup.subtree_control", HAND_DOWN);
        }
    }

    private static void moveProcesses(GroupDirectory from, GroupDirectory to) throws IOException {
        to.create();
        var stayed = new ArrayList<String>();
        for (String pid : Files.readAllLines(from.file("cgroup.procs"))) {
            try {
                to.write("cgroup.procs", pid);
            } catch (IOException endedOrForeign) {
                stayed.add(pid);
            }
        }
        stayed.removeIf(pid -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        if (!stayed.isEmpty()) {
            throw new IOException("processes " + stayed + " cannot be moved out of " + from.path());
        }
    }
}
