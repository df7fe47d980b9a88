// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.sandbox;

import io.glowplug.runtime.sandbox.cgroup.ControlGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How {@code glowplug-init enter} is called: tied to this platform's life, and in a control group. */
public final class EnterCommand {

    private EnterCommand() {}

    /** Returns the beginning; further options may follow, then {@code --} and the command. */
    public static List<String> into(ControlGroup group, Path init) {
        var line = new ArrayList<String>(List.of(
                init.toString(),
                "enter",
                "--parent",
                Long.toString(ProcessHandle.current().pid())));
        for (Path file : group.joinFiles()) {
            line.add("--cgroup");
            line.add(file.toString());
        }
        return line;
    }
}
