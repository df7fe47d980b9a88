// SPDX-License-Identifier: Apache-2.0

// The kernel counts some things per user, and lets a user namespace use no more of them than its creator may have. All
// functions are one user to the host, and so is the platform: without limits of their own, one function could take all.
// It also means that bwrap sets the sandbox up without any privilege on the host, even if the platform runs as root.
// https://man7.org/linux/man-pages/man7/namespaces.7.html, "The /proc/sys/user directory"

#define _GNU_SOURCE
#include "namespaces.h"
#include "failure.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool write_file(const char *path, const char *content) {
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool written = file >= 0 && write(file, content, strlen(content)) == (ssize_t) strlen(content);
    int reason = errno;
    if (file >= 0) {
        close(file);
    }
    errno = reason;
    return written;
}

static void map(const char *path, unsigned int id) {
    char line[64];
    snprintf(line, sizeof line, "%u %u 1", id, id);
    if (!write_file(path, line)) {
        fail(path);
    }
}

static void limit(const char *path, unsigned long value) {
    char line[32];
    snprintf(line, sizeof line, "%lu", value);
    // Read-only in containers; whoever set those up has the same limits for all that is in them.
    if (!write_file(path, line) && errno != EROFS) {
        fail(path);
    }
}

void enter_own_namespaces(bool own_network, unsigned long inotify_instances) {
    uid_t user = geteuid();
    gid_t group = getegid();
    if (unshare(CLONE_NEWUSER | (own_network ? CLONE_NEWNET : 0)) != 0) {
        fail("cannot make a user namespace");
    }
    if (!write_file("/proc/self/setgroups", "deny")) {
        fail("/proc/self/setgroups");
    }
    map("/proc/self/uid_map", user);
    map("/proc/self/gid_map", group);
    limit("/proc/sys/user/max_inotify_instances", inotify_instances);
}
