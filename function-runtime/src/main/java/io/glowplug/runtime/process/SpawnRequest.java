// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start. It sees these variables and no others.
 *
 * @param stdout file that takes what it prints
 * @param killDescendants whether killing it has to look for what it started; a process namespace makes that needless
 */
public record SpawnRequest(
        List<String> command,
        Map<String, String> environment,
        Path directory,
        Path stdout,
        Path stderr,
        boolean killDescendants) {

    public SpawnRequest {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The arguments and variables may hold a user's secrets. */
    @Override
    public String toString() {
        return "SpawnRequest[" + command.getFirst() + "]";
    }
}
