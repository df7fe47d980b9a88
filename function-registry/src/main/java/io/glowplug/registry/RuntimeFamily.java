// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** Which bootstrap starts a function: one of ours, or the executable that the code package brings. */
public enum RuntimeFamily {
    PYTHON,
    NODEJS,
    PROVIDED
}
