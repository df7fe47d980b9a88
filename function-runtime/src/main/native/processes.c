// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "processes.h"
#include "failure.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { CANNOT_RUN = 126, NOT_FOUND = 127 };

_Noreturn void become(char **command) {
    execvp(command[0], command);
    int code = errno == ENOENT ? NOT_FOUND : CANNOT_RUN;
    fprintf(stderr, "glowplug-init: cannot run %s: %s\n", command[0], strerror(errno));
    _exit(code);
}

void die_with_parent(pid_t expected) {
    pid_t before = expected != 0 ? expected : getppid();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        fail("cannot tie the process to its parent");
    }
    if (getppid() != before) {
        fprintf(stderr, "glowplug-init: the parent is gone\n");
        exit(OWN_FAILURE);
    }
}
