// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_ORDER_H
#define GLOWPLUG_ORDER_H

#include <stdbool.h>

// Waits for the platform to say for which function this sandbox is: connects to the unix socket, sends one byte 'R'
// ("ready") and reads a length (4 bytes, big-endian) and that many bytes, the function's variables as NAME=value, each
// ended by a zero byte. They replace all variables of this process, which then enters the directory that
// LAMBDA_TASK_ROOT names, as the code is mounted by now. False when nobody needs this sandbox any more.
bool await_order(const char *socket_path);

// Returns the first of these files that is there, or the first of all.
char *first_present(char **files);

#endif
