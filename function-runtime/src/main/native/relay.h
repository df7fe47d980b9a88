// SPDX-License-Identifier: Apache-2.0

// Carries TCP connections on to a unix socket of the platform's.

#ifndef GLOWPLUG_RELAY_H
#define GLOWPLUG_RELAY_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

enum { MAX_CONNECTIONS = 128 };

// Names the platform's socket. Ends the process if the path is too long.
void relay_to(const char *socket_path);

// Returns a socket, or -1.
int connect_to_platform(void);

bool has_room_for_connection(void);

// Takes both sockets over. The greeting is sent to the platform first; if it needs consent, the platform answers a byte
// before anything else, or ends the connection, and the function's is reset then.
void add_connection(int tcp, int platform, const void *greeting, size_t greeting_length, bool needs_consent);

// Says what is awaited, two entries for each connection, and returns how many entries there are.
int awaited_by_connections(struct pollfd *polled);

// To be called with the entries above after poll(2), before connections are added.
void serve_connections(const struct pollfd *polled);

// Refuses a connection in a way that its client sees at once.
void reset_connection(int tcp);

#endif
