// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_FORWARD_H
#define GLOWPLUG_FORWARD_H

#include <stdbool.h>

// Starts the command and carries connections to the port on to the unix socket; if it delivers, the other way round as
// well, see deliveries.h. Returns the command's exit code.
int forward(const char *socket_path, unsigned long port, bool delivers, char **command);

#endif
