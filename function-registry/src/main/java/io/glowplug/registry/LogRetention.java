// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

import java.util.Map;

/** For how long functions want their log lines kept. */
public interface LogRetention {

    /** Returns the days of each function that has a retention of its own, by its name. */
    Map<String, Integer> days();
}
