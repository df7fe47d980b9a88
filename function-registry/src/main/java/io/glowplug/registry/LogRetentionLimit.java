// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** The longest time for which log lines are kept. Implemented by whoever keeps them. */
public interface LogRetentionLimit {

    int days();
}
