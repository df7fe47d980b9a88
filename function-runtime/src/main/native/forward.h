// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_FORWARD_H
#define GLOWPLUG_FORWARD_H

// Starts the command and carries connections to the port on to the unix socket. Returns the command's exit code.
int forward(const char *socket_path, unsigned long port, char **command);

#endif
