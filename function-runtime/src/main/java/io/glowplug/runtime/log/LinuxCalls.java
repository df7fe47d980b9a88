// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.log;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The few calls of libc for which Java has no words: pipes that are read without blocking, many at a time. Each returns
 * what the C function returns, or minus the error number where that says -1.
 */
@SuppressWarnings("restricted") // every launcher of the platform grants native access
final class LinuxCalls {

    static final int EINTR = 4;
    static final int EAGAIN = 11;

    static final int F_SETFL = 4;
    static final int O_NONBLOCK = 0x800;
    static final int O_RDWR = 2;
    static final int O_CLOEXEC = 0x80000;

    static final int EPOLL_CLOEXEC = O_CLOEXEC;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLLIN = 1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle PIPE2 = handle("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle FCNTL = variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle MKFIFO = handle("mkfifo", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle OPEN = variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = handle("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle EPOLL_CREATE1 = handle("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL = handle("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT =
            handle("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

    /** Memory for the error number of calls made by one thread at a time. */
    private final MemorySegment state;

    LinuxCalls(Arena arena) {
        this.state = arena.allocate(CALL_STATE);
    }

    int pipe2(MemorySegment twoInts, int flags) {
        try {
            return result((int) PIPE2.invokeExact(state, twoInts, flags));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int setFlags(int fd, int flags) {
        try {
            return result((int) FCNTL.invokeExact(state, fd, F_SETFL, flags));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int mkfifo(MemorySegment path, int mode) {
        try {
            return result((int) MKFIFO.invokeExact(state, path, mode));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    /** Not for creating files. */
    int open(MemorySegment path, int flags) {
        try {
            return result((int) OPEN.invokeExact(state, path, flags, 0));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int close(int fd) {
        try {
            return result((int) CLOSE.invokeExact(state, fd));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int read(int fd, MemorySegment buffer) {
        try {
            return result((int) (long) READ.invokeExact(state, fd, buffer, buffer.byteSize()));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int epollCreate() {
        try {
            return result((int) EPOLL_CREATE1.invokeExact(state, EPOLL_CLOEXEC));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int epollControl(int epoll, int operation, int fd, MemorySegment event) {
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    int epollWait(int epoll, MemorySegment events, int count, int timeoutMillis) {
        try {
            return result((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMillis));
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    private int result(int returned) {
        return returned == -1 ? -(int) ERRNO.get(state, 0L) : returned;
    }

    private static MethodHandle handle(String name, ValueLayout result, ValueLayout... arguments) {
        return LINKER.downcallHandle(
                LIBC.findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(String name, int fixed, ValueLayout result, ValueLayout... arguments) {
        return LINKER.downcallHandle(
                LIBC.findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    private static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("A system call could not be made", cause);
    }
}
