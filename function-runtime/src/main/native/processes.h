// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_PROCESSES_H
#define GLOWPLUG_PROCESSES_H

#include <sys/types.h>

// Has the kernel end this process with its parent; ends it at once if that is not the expected one (0: whichever it is).
void die_with_parent(pid_t expected);

// Replaces this process; if that fails, ends it with what shells use as the code.
_Noreturn void become(char **command);

#endif
