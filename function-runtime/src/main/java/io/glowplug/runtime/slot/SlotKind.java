// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.slot;

import io.glowplug.registry.FunctionRuntime;
import io.glowplug.registry.RuntimeFamily;

/**
 * Which functions a process that waits can become.
 *
 * @param memoryMb the functions' memory where a process is made for that from its start, as the heap of a JVM is;
 *     otherwise 0
 */
public record SlotKind(FunctionRuntime runtime, int memoryMb) {

    /** Programs of one's own need nothing that depends on which of their runtimes they name. */
    private static final FunctionRuntime ANY_PROGRAM =
            FunctionRuntime.parse("provided.al2023").orElseThrow();

    /** Returns the one that functions of a runtime with that memory need. */
    public static SlotKind of(FunctionRuntime runtime, int memoryMb) {
        return switch (runtime.family()) {
            case PYTHON, NODEJS, RUBY -> new SlotKind(runtime, 0);
            case JAVA -> new SlotKind(runtime, memoryMb);
            case PROVIDED -> new SlotKind(ANY_PROGRAM, 0);
            case SPRING, DOTNET -> throw noneWaits(runtime.family());
        };
    }

    /** The sandbox in which a program of one's own will run; it costs next to nothing. */
    public static SlotKind anyProgram() {
        return new SlotKind(ANY_PROGRAM, 0);
    }

    /**
     * What one that waits may have, in MiB. It is measured: a third of it is used by interpreters, the rest is for the
     * kernel's caches; a JVM uses two thirds.
     */
    public int reservedMb() {
        return switch (runtime.family()) {
            case PYTHON, RUBY -> 48;
            case NODEJS, JAVA -> 96;
            case PROVIDED -> 8;
            case SPRING, DOTNET -> throw noneWaits(runtime.family());
        };
    }

    private static IllegalArgumentException noneWaits(RuntimeFamily family) {
        return new IllegalArgumentException("no process of " + family + " can wait");
    }

    @Override
    public String toString() {
        return memoryMb == 0 ? runtime.id() : runtime.id() + " with " + memoryMb + " MB";
    }
}
