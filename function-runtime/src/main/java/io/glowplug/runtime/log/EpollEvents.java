// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An array of {@code struct epoll_event}, which is packed on x86-64 and padded everywhere else. */
record EpollEvents(MemorySegment memory, int capacity) {

    private static final long DATA_OFFSET = System.getProperty("os.arch").equals("amd64") ? 4 : 8;
    private static final long SIZE = DATA_OFFSET + 8;

    static EpollEvents allocate(Arena arena, int capacity) {
        return new EpollEvents(arena.allocate(SIZE * capacity, 8), capacity);
    }

    EpollEvents set(int events, long data) {
        memory.set(JAVA_INT_UNALIGNED, 0, events);
        memory.set(JAVA_LONG_UNALIGNED, DATA_OFFSET, data);
        return this;
    }

    long data(int index) {
        return memory.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA_OFFSET);
    }
}
