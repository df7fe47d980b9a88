// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_FORWARD_H
#define GLOWPLUG_FORWARD_H

#include <stdbool.h>

// How the way to the platform is.
struct forwarding {
    const char *socket_path;
    unsigned long port;
    // Whether connections are made the other way round as well, see deliveries.h.
    bool delivers;
    // Where it is to be heard for which function this is, see order.h; null when that is known.
    const char *order_path;
};

// Starts the command and carries connections to the port on to the unix socket. Where an order is awaited, the command is
// a list of programs of which the first that is there is started. Returns the command's exit code.
int forward(const struct forwarding *way, char **command);

#endif
