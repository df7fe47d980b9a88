// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry;

/** Where a function is in its life. Only an active one is invoked. */
public sealed interface FunctionState {

    /** Stored, its code not yet unpacked and checked. */
    record Pending(String reason) implements FunctionState {}

    record Active() implements FunctionState {}

    /** Its code cannot be used; the reason says why. New code makes it pending again. */
    record Failed(String reason) implements FunctionState {}
}
