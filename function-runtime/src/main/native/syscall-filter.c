// SPDX-License-Identifier: Apache-2.0

// A list of what is refused, since any language may be run: calls that manage the machine, that reach into other
// processes, or that have no place in a function and a history of holes in the kernel. Calls newer than this list are
// refused too. A refused call fails with EPERM, or with ENOSYS where libraries know another way then.
// https://docs.kernel.org/userspace-api/seccomp_filter.html

#define _GNU_SOURCE
#include "syscall-filter.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The kernel's own headers are not part of every C library.
struct instruction {
    uint16_t code;
    uint8_t jump_true;
    uint8_t jump_false;
    uint32_t operand;
};

struct seccomp_data {
    int32_t number;
    uint32_t architecture;
    uint64_t instruction_pointer;
    uint64_t arguments[6];
};

enum { LOAD = 0x20, AND = 0x54, JUMP_EQUAL = 0x15, JUMP_GREATER = 0x25, JUMP_ANY_BIT = 0x45, RETURN = 0x06 };

#define ALLOW 0x7fff0000u
#define REFUSE(error) (0x00050000u | (error))

#if defined(__x86_64__)
#define ARCHITECTURE 0xc000003eu
#elif defined(__aarch64__)
#define ARCHITECTURE 0xc00000b7u
#else
#error "no filter of system calls is known for this architecture"
#endif

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the filter reads the lower halves of arguments"
#endif

// Numbers from 424 on are the same everywhere; C libraries learn them late.
enum {
    PIDFD_GETFD = 438,
    IO_URING_SETUP = 425,
    IO_URING_ENTER = 426,
    IO_URING_REGISTER = 427,
    OPEN_TREE = 428,
    MOVE_MOUNT = 429,
    FSOPEN = 430,
    FSCONFIG = 431,
    FSMOUNT = 432,
    FSPICK = 433,
    CLONE3 = 435,
    PROCESS_MADVISE = 440,
    MOUNT_SETATTR = 442,
    QUOTACTL_FD = 443,
    MEMFD_SECRET = 447,
    PROCESS_MRELEASE = 448,
    STATMOUNT = 457,
    LISTMOUNT = 458,
    LAST_KNOWN = 466,
};

enum { CLONE_NAMESPACES = 0x7e020000, NETLINK = 16, NETLINK_ROUTES = 0, TYPE_MASK = 0xf, PROTOCOL_TCP = 6, PROTOCOL_UDP = 17 };
enum { FAKE_INPUT = 0x5412, CONSOLE_COMMAND = 0x541c, LINE_DISCIPLINE = 0x5423 };

static const uint16_t not_permitted[] = {
        // file systems
        SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, OPEN_TREE, MOVE_MOUNT, FSOPEN, FSCONFIG, FSMOUNT, FSPICK,
        MOUNT_SETATTR, SYS_swapon, SYS_swapoff, SYS_quotactl, QUOTACTL_FD, SYS_name_to_handle_at,
        SYS_open_by_handle_at, SYS_fanotify_init,
        // namespaces
        SYS_unshare, SYS_setns,
        // other processes
        SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, PIDFD_GETFD, PROCESS_MADVISE, PROCESS_MRELEASE,
        SYS_move_pages, SYS_migrate_pages,
        // the kernel
        SYS_bpf, SYS_perf_event_open, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_userfaultfd, SYS_kexec_load,
        SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_syslog, SYS_lookup_dcookie, SYS_nfsservctl,
#ifdef SYS_kexec_file_load
        SYS_kexec_file_load,
#endif
#ifdef __x86_64__
        SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_create_module,
        SYS_get_kernel_syms, SYS_query_module,
#endif
        // the machine
        SYS_reboot, SYS_acct, SYS_vhangup, SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime,
        SYS_adjtimex, SYS_clock_adjtime,
};

static const uint16_t not_there[] = {
        CLONE3, IO_URING_SETUP, IO_URING_ENTER, IO_URING_REGISTER, MEMFD_SECRET, STATMOUNT, LISTMOUNT};

static const uint32_t harmless_personalities[] = {0, 0x8, 0x20000, 0x20008, 0xffffffff};

enum { MAX_INSTRUCTIONS = 512 };
static struct instruction program[MAX_INSTRUCTIONS];
static size_t length;

static void add(uint16_t code, uint32_t operand, uint8_t jump_true, uint8_t jump_false) {
    program[length++] = (struct instruction) {code, jump_true, jump_false, operand};
}

static void load(size_t offset) {
    add(LOAD, (uint32_t) offset, 0, 0);
}

static void load_argument(int index) {
    load(offsetof(struct seccomp_data, arguments) + (size_t) index * sizeof(uint64_t));
}

static void give(uint32_t verdict) {
    add(RETURN, verdict, 0, 0);
}

static void give_if_equal(uint32_t value, uint32_t verdict) {
    add(JUMP_EQUAL, value, 0, 1);
    give(verdict);
}

// Begins what is said about one call; end_call() ends it, whatever is left then being allowed.
static size_t begin_call(long number) {
    add(JUMP_EQUAL, (uint32_t) number, 0, 0);
    return length - 1;
}

static void end_call(size_t begin, uint32_t verdict) {
    give(verdict);
    program[begin].jump_false = (uint8_t) (length - begin - 1);
}

static void sockets(void) {
    size_t call = begin_call(SYS_socket);
    load_argument(0);
    give_if_equal(AF_UNIX, ALLOW);
    // Which addresses a machine has is asked over netlink, with raw sockets by custom.
    add(JUMP_EQUAL, NETLINK, 0, 3);
    load_argument(2);
    give_if_equal(NETLINK_ROUTES, ALLOW);
    load_argument(0);
    add(JUMP_EQUAL, AF_INET, 2, 0);
    add(JUMP_EQUAL, AF_INET6, 1, 0);
    give(REFUSE(EAFNOSUPPORT));
    load_argument(1);
    add(AND, TYPE_MASK, 0, 0);
    add(JUMP_EQUAL, SOCK_STREAM, 2, 0);
    add(JUMP_EQUAL, SOCK_DGRAM, 1, 0);
    give(REFUSE(EPERM));
    load_argument(2);
    give_if_equal(0, ALLOW);
    give_if_equal(PROTOCOL_TCP, ALLOW);
    give_if_equal(PROTOCOL_UDP, ALLOW);
    end_call(call, REFUSE(EPROTONOSUPPORT));

    call = begin_call(SYS_socketpair);
    load_argument(0);
    give_if_equal(AF_UNIX, ALLOW);
    end_call(call, REFUSE(EAFNOSUPPORT));
}

static void device_files(long number, int mode_argument) {
    size_t call = begin_call(number);
    load_argument(mode_argument);
    add(AND, S_IFMT, 0, 0);
    give_if_equal(S_IFCHR, REFUSE(EPERM));
    give_if_equal(S_IFBLK, REFUSE(EPERM));
    end_call(call, ALLOW);
}

static void calls_by_argument(void) {
    size_t call = begin_call(SYS_clone);
    load_argument(0);
    add(JUMP_ANY_BIT, CLONE_NAMESPACES, 0, 1);
    give(REFUSE(EPERM));
    end_call(call, ALLOW);

    call = begin_call(SYS_ioctl);
    load_argument(1);
    give_if_equal(FAKE_INPUT, REFUSE(EPERM));
    give_if_equal(CONSOLE_COMMAND, REFUSE(EPERM));
    give_if_equal(LINE_DISCIPLINE, REFUSE(EPERM));
    end_call(call, ALLOW);

    call = begin_call(SYS_personality);
    load_argument(0);
    for (size_t i = 0; i < sizeof harmless_personalities / sizeof *harmless_personalities; i++) {
        give_if_equal(harmless_personalities[i], ALLOW);
    }
    end_call(call, REFUSE(EPERM));

    sockets();
#ifdef SYS_mknod
    device_files(SYS_mknod, 1);
#endif
    device_files(SYS_mknodat, 2);
}

static void write_program(void) {
    // Other instruction sets of the same processor number their calls differently.
    load(offsetof(struct seccomp_data, architecture));
    add(JUMP_EQUAL, ARCHITECTURE, 1, 0);
    give(REFUSE(ENOSYS));
    load(offsetof(struct seccomp_data, number));
    // This is also where x86-64's second numbering ends, whose numbers begin at 0x40000000.
    add(JUMP_GREATER, LAST_KNOWN, 0, 1);
    give(REFUSE(ENOSYS));
    for (size_t i = 0; i < sizeof not_there / sizeof *not_there; i++) {
        give_if_equal(not_there[i], REFUSE(ENOSYS));
    }
    for (size_t i = 0; i < sizeof not_permitted / sizeof *not_permitted; i++) {
        give_if_equal(not_permitted[i], REFUSE(EPERM));
    }
    calls_by_argument();
    give(ALLOW);
}

_Bool open_syscall_filter(int descriptor) {
    write_program();
    int file = memfd_create("filter", 0);
    size_t bytes = length * sizeof *program;
    if (file < 0 || write(file, program, bytes) != (ssize_t) bytes || lseek(file, 0, SEEK_SET) != 0) {
        return 0;
    }
    return file == descriptor || (dup2(file, descriptor) == descriptor && close(file) == 0);
}
