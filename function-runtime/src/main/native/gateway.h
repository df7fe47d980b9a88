// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_GATEWAY_H
#define GLOWPLUG_GATEWAY_H

// Has a process beside the calling one carry every connection of its network namespace, which is to be new and its own,
// to the platform's unix socket, which decides about them. That process lives no longer than the calling one.
void start_gateway(const char *socket_path);

#endif
