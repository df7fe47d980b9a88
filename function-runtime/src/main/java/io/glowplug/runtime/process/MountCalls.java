// SPDX-License-Identifier: Apache-2.0
package io.glowplug.runtime.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
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
import java.nio.file.Path;

/** The kernel's calls about mounts; each fails with the kernel's error number. Used by one thread. */
@SuppressWarnings("restricted") // every launcher of the platform grants native access
final class MountCalls {

    static final int MS_BIND = 1 << 12;
    static final int MS_REC = 1 << 14;
    static final int MS_PRIVATE = 1 << 18;
    static final int MS_SLAVE = 1 << 19;
    static final int MS_SHARED = 1 << 20;

    private static final int CLONE_NEWNS = 0x20000;
    private static final int MNT_DETACH = 2;

    /** These numbers are the same on every architecture. */
    private static final long OPEN_TREE = 428;

    private static final long MOVE_MOUNT = 429;
    private static final long MOUNT_SETATTR = 442;

    private static final long OPEN_TREE_CLONE = 1;
    private static final long OPEN_TREE_CLOEXEC = 0x80000;
    private static final long AT_FDCWD = -100;
    private static final long AT_EMPTY_PATH = 0x1000;
    private static final long MOVE_MOUNT_F_EMPTY_PATH = 4;
    private static final long MOUNT_ATTR_RDONLY_NOSUID_NODEV = 1 | 2 | 4;
    private static final StructLayout MOUNT_ATTR =
            MemoryLayout.structLayout(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private static final long PROPAGATION_OFFSET = 2 * Long.BYTES;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup LIBC = LINKER.defaultLookup();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle UNSHARE = handle("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle MOUNT =
            handle("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT = handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LIBC.findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(1));

    private final MemorySegment state = Arena.ofAuto().allocate(CALL_STATE);

    /** Gives the calling thread, and whatever it starts, mounts of its own. */
    void unshareMounts() throws IOException {
        try {
            check((int) UNSHARE.invokeExact(state, CLONE_NEWNS), "unshare");
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    void mount(Path source, Path target, long flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            check(
                    (int) MOUNT.invokeExact(
                            state,
                            arena.allocateFrom(source.toString()),
                            arena.allocateFrom(target.toString()),
                            MemorySegment.NULL,
                            flags,
                            MemorySegment.NULL),
                    "mount");
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    /**
     * Mounts what is at the source on top of the target, a shared mount, read-only from the first moment on. The target is
     * not shared any more afterwards: what comes or goes there is seen by nobody else.
     */
    void showReadOnly(Path source, Path target) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment empty = arena.allocateFrom("");
            MemorySegment there = arena.allocateFrom(target.toString());
            long below = openTree(there, OPEN_TREE_CLOEXEC);
            try {
                long tree = openTree(arena.allocateFrom(source.toString()), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
                try {
                    setAttributes(tree, MOUNT_ATTR_RDONLY_NOSUID_NODEV, 0, arena);
                    syscall(
                            "move_mount",
                            MOVE_MOUNT,
                            tree,
                            empty.address(),
                            AT_FDCWD,
                            there.address(),
                            MOVE_MOUNT_F_EMPTY_PATH);
                } finally {
                    close((int) tree);
                }
                setAttributes(below, 0, MS_PRIVATE, arena);
            } finally {
                close((int) below);
            }
        }
    }

    private long openTree(MemorySegment path, long flags) throws IOException {
        return syscall("open_tree", OPEN_TREE, AT_FDCWD, path.address(), flags, 0, 0);
    }

    private void setAttributes(long tree, long set, long propagation, Arena arena) throws IOException {
        MemorySegment attributes = arena.allocate(MOUNT_ATTR);
        attributes.set(ValueLayout.JAVA_LONG, 0, set);
        attributes.set(ValueLayout.JAVA_LONG, PROPAGATION_OFFSET, propagation);
        syscall(
                "mount_setattr",
                MOUNT_SETATTR,
                tree,
                arena.allocateFrom("").address(),
                AT_EMPTY_PATH,
                attributes.address(),
                MOUNT_ATTR.byteSize());
    }

    /** Takes away what was last mounted there. */
    void unmount(Path target) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            check((int) UMOUNT.invokeExact(state, arena.allocateFrom(target.toString()), MNT_DETACH), "umount2");
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    private long syscall(String name, long number, long a, long b, long c, long d, long e) throws IOException {
        try {
            return check((long) SYSCALL.invokeExact(state, number, a, b, c, d, e), name);
        } catch (IOException refused) {
            throw refused;
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    private void close(int fd) {
        try {
            var _ = (int) CLOSE.invokeExact(state, fd);
        } catch (Throwable impossible) {
            throw broken(impossible);
        }
    }

    private long check(long returned, String call) throws IOException {
        if (returned < 0) {
            throw new IOException(call + " failed with error number " + (int) ERRNO.get(state, 0L));
        }
        return returned;
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LIBC.findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    private static IllegalStateException broken(Throwable cause) {
        return new IllegalStateException("A system call could not be made", cause);
    }
}
