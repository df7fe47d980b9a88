// SPDX-License-Identifier: Apache-2.0

// The small program around the process of an execution environment.
//
//   glowplug-init enter [--parent PID] [--cgroup PROCS-FILE]... [--nofile N] [--inotify N]
//                       [--gateway UNIX-SOCKET] [--fd3 FILE] [--filter FD] -- command...
//
// runs outside the sandbox: ties its life to the platform's, enters the cgroups, sets limits, becomes the command.
// --fd3 opens a file for reading as descriptor 3: a way to hand over what a command line would show to everybody.
// --filter makes the filter of system calls readable as that descriptor. --inotify is for sandboxes: it gives them a user
// namespace with that limit. --gateway, only with it, gives them a network of their own as well, see gateway.c.
// --parent is the process id that the platform knows itself by; with it a platform that died in between is noticed.
//
//   glowplug-init forward UNIX-SOCKET PORT [--deliver | --await UNIX-SOCKET] -- command...
//
// runs inside the sandbox: starts the command with AWS_LAMBDA_RUNTIME_API set, carries every TCP connection to
// 127.0.0.1:PORT on to the unix socket (port 0: a free one), and ends as the command ends, with its exit code or
// 128 + signal. With --deliver it connects the platform to ports of 127.0.0.1 that it asks for, see deliveries.h. With
// --await it waits until the platform says for which function it is, see order.h, and what stands for the command are
// programs without arguments, of which the first that is there by then is started.
//
//   glowplug-init supervise DIRECTORY UNIX-SOCKET OUTPUT-PIPE -- command...
//
// runs inside the sandbox, below forward, where there are extensions: see extensions.h.
//
// Exit code 125 and a message on stderr: the program itself failed. 126, 127: the command could not be started.

#define _GNU_SOURCE
#include "extensions.h"
#include "failure.h"
#include "forward.h"
#include "gateway.h"
#include "namespaces.h"
#include "processes.h"
#include "syscall-filter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *const options[] = {"--parent", "--cgroup", "--nofile", "--inotify", "--gateway", "--fd3", "--filter"};

static _Noreturn void usage(const char *what) {
    fprintf(stderr, "glowplug-init: %s\n", what);
    fprintf(stderr, "usage: glowplug-init enter [--parent PID] [--cgroup PROCS-FILE]... [--nofile N] [--inotify N] "
                    "[--gateway UNIX-SOCKET] [--fd3 FILE] [--filter FD] -- command...\n");
    fprintf(stderr, "       glowplug-init forward UNIX-SOCKET PORT [--deliver | --await UNIX-SOCKET] -- command...\n");
    fprintf(stderr, "       glowplug-init supervise DIRECTORY UNIX-SOCKET OUTPUT-PIPE -- command...\n");
    exit(OWN_FAILURE);
}

static unsigned long number(const char *text, unsigned long max) {
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value > max) {
        fprintf(stderr, "glowplug-init: not a number up to %lu: %s\n", max, text);
        exit(OWN_FAILURE);
    }
    return value;
}

static void enter_cgroup(const char *procs_file) {
    int file = open(procs_file, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, "0", 1) != 1) {
        fail(procs_file);
    }
    close(file);
}

static void open_as_fd3(const char *path) {
    int file = open(path, O_RDONLY);
    if (file < 0 || (file != 3 && (dup2(file, 3) != 3 || close(file) != 0))) {
        fail(path);
    }
}

static void limit(int resource, rlim_t value, const char *what) {
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    if (setrlimit(resource, &both) != 0) {
        fail(what);
    }
}

// All of these are counted per user, and functions share theirs with the platform: one must not use up what is there for
// all. None of them may raise its priority above others'.
static void limit_what_users_share(void) {
    limit(RLIMIT_CORE, 0, "cannot forbid core dumps");
    limit(RLIMIT_RTPRIO, 0, "cannot forbid real-time priorities");
    limit(RLIMIT_NICE, 0, "cannot forbid higher priorities");
    limit(RLIMIT_MEMLOCK, 64 * 1024, "cannot limit locked memory");
    limit(RLIMIT_MSGQUEUE, 64 * 1024, "cannot limit message queues");
    limit(RLIMIT_SIGPENDING, 1024, "cannot limit waiting signals");
}

// When the whole machine is short of memory, the kernel is to end functions before the platform.
static void be_ended_before_the_platform(void) {
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, "800", 3) != 3) {
        fail("/proc/self/oom_score_adj");
    }
    close(file);
}

static bool is_option(const char *text) {
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (strcmp(text, options[i]) == 0) {
            return true;
        }
    }
    return false;
}

// Returns what the option is given as, or null.
static const char *value_of(char **arguments, const char *option) {
    for (char **at = arguments; strcmp(*at, "--") != 0; at += 2) {
        if (strcmp(*at, option) == 0) {
            return at[1];
        }
    }
    return NULL;
}

// Returns where the command begins.
static char **check_options(char **arguments) {
    char **at = arguments;
    for (; *at != NULL && strcmp(*at, "--") != 0 && at[1] != NULL; at += 2) {
        if (!is_option(*at)) {
            usage("unknown option");
        }
    }
    if (*at == NULL || strcmp(*at, "--") != 0 || at[1] == NULL) {
        usage("command missing");
    }
    if (value_of(arguments, "--gateway") != NULL && value_of(arguments, "--inotify") == NULL) {
        usage("--gateway needs --inotify");
    }
    return at + 1;
}

static _Noreturn void enter(char **arguments) {
    char **command = check_options(arguments);
    const char *parent_id = value_of(arguments, "--parent");
    const char *open_files = value_of(arguments, "--nofile");
    const char *inotify_instances = value_of(arguments, "--inotify");
    const char *gateway = value_of(arguments, "--gateway");
    const char *file = value_of(arguments, "--fd3");
    const char *filter = value_of(arguments, "--filter");
    pid_t parent = parent_id == NULL ? 0 : (pid_t) number(parent_id, 0x7fffffff);

    // First of all, so that nothing is left behind when the platform dies in between.
    die_with_parent(parent);
    for (char **at = arguments; strcmp(*at, "--") != 0; at += 2) {
        if (strcmp(*at, "--cgroup") == 0) {
            enter_cgroup(at[1]);
        }
    }
    if (open_files != NULL) {
        limit(RLIMIT_NOFILE, number(open_files, 1UL << 30), "cannot limit open files");
    }
    limit_what_users_share();
    be_ended_before_the_platform();
    if (inotify_instances != NULL) {
        enter_own_namespaces(gateway != NULL, number(inotify_instances, 1UL << 20));
        // Once more: the kernel forgets it with a new user namespace.
        die_with_parent(parent);
    }
    if (gateway != NULL) {
        start_gateway(gateway);
    }
    if (file != NULL) {
        open_as_fd3(file);
    }
    if (filter != NULL && !open_syscall_filter((int) number(filter, 1023))) {
        fail("cannot hand over the filter of system calls");
    }
    become(command);
}

static int forward_as_told(char **arguments) {
    struct forwarding way = {.socket_path = arguments[0], .port = number(arguments[1], 65535)};
    char **at = arguments + 2;
    if (strcmp(*at, "--deliver") == 0) {
        way.delivers = true;
        at++;
    } else if (strcmp(*at, "--await") == 0) {
        way.order_path = at[1];
        at += 2;
    }
    if (*at == NULL || strcmp(*at, "--") != 0 || at[1] == NULL) {
        usage("command missing");
    }
    return forward(&way, at + 1);
}

int main(int count, char **arguments) {
    if (count >= 2 && strcmp(arguments[1], "enter") == 0) {
        enter(arguments + 2);
    }
    if (count >= 6 && strcmp(arguments[1], "forward") == 0) {
        return forward_as_told(arguments + 2);
    }
    if (count >= 7 && strcmp(arguments[1], "supervise") == 0 && strcmp(arguments[5], "--") == 0) {
        return supervise(arguments[2], arguments[3], arguments[4], arguments + 6);
    }
    usage("what to do?");
}
