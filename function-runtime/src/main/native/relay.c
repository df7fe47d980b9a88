// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "relay.h"
#include "failure.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BUFFER_BYTES = 64 * 1024 };

// One direction of a connection.
struct flow {
    size_t start;
    size_t end;
    bool source_ended;
    bool finished;
    char bytes[BUFFER_BYTES];
};

// to_platform reads from tcp and writes to platform; to_function the other way.
struct connection {
    int tcp;
    int platform;
    bool needs_consent;
    struct flow to_platform;
    struct flow to_function;
};

static struct sockaddr_un platform_address = {.sun_family = AF_UNIX};
static struct connection *connections[MAX_CONNECTIONS];
static int connection_count;

void relay_to(const char *socket_path) {
    if (strlen(socket_path) >= sizeof platform_address.sun_path) {
        errno = ENAMETOOLONG;
        fail(socket_path);
    }
    strcpy(platform_address.sun_path, socket_path);
}

int connect_to_platform(void) {
    int platform = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (platform >= 0
            && connect(platform, (const struct sockaddr *) &platform_address, sizeof platform_address) != 0) {
        close(platform);
        platform = -1;
    }
    return platform;
}

bool has_room_for_connection(void) {
    return connection_count < MAX_CONNECTIONS;
}

void reset_connection(int tcp) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(tcp, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(tcp);
}

void add_connection(int tcp, int platform, const void *greeting, size_t greeting_length, bool needs_consent) {
    struct connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        close(platform);
        reset_connection(tcp);
        return;
    }
    int on = 1;
    setsockopt(tcp, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection->tcp = tcp;
    connection->platform = platform;
    connection->needs_consent = needs_consent;
    if (greeting_length > 0) {
        memcpy(connection->to_platform.bytes, greeting, greeting_length);
        connection->to_platform.end = greeting_length;
    }
    connections[connection_count++] = connection;
}

static bool has_room(const struct flow *flow) {
    return !flow->source_ended && flow->start == flow->end;
}

static bool has_bytes(const struct flow *flow) {
    return flow->start < flow->end;
}

static bool is_temporary(void) {
    return errno == EAGAIN || errno == EINTR;
}

// Moves what can be moved without waiting. False when the connection is broken.
static bool pump(struct flow *flow, int source, int sink) {
    while (!flow->finished) {
        if (has_bytes(flow)) {
            ssize_t written = send(sink, flow->bytes + flow->start, flow->end - flow->start, MSG_NOSIGNAL);
            if (written < 0) {
                return is_temporary();
            }
            flow->start += (size_t) written;
        } else if (flow->source_ended) {
            shutdown(sink, SHUT_WR);
            flow->finished = true;
        } else {
            ssize_t count = recv(source, flow->bytes, BUFFER_BYTES, 0);
            if (count < 0) {
                return is_temporary();
            }
            flow->source_ended = count == 0;
            flow->start = 0;
            flow->end = (size_t) count;
        }
    }
    return true;
}

// Returns whether the platform has consented by now; broken says that it never will.
static bool has_consent(struct connection *connection, bool *broken) {
    char consent;
    if (connection->needs_consent) {
        ssize_t count = recv(connection->platform, &consent, 1, 0);
        connection->needs_consent = count != 1;
        *broken = count == 0 || (count < 0 && !is_temporary());
    }
    return !connection->needs_consent;
}

// False when the connection is broken.
static bool serve(struct connection *connection) {
    bool broken = !pump(&connection->to_platform, connection->tcp, connection->platform);
    if (!broken && has_consent(connection, &broken)) {
        broken = !pump(&connection->to_function, connection->platform, connection->tcp);
    }
    return !broken;
}

static void drop_connection(int index) {
    struct connection *connection = connections[index];
    if (connection->needs_consent) {
        reset_connection(connection->tcp);
    } else {
        close(connection->tcp);
    }
    close(connection->platform);
    free(connection);
    connections[index] = connections[--connection_count];
}

// A descriptor that nothing is awaited from is left out: poll reports a hang-up whether asked or not.
static struct pollfd interest(int descriptor, const struct flow *incoming, const struct flow *outgoing) {
    short events = (short) ((has_room(incoming) ? POLLIN : 0) | (has_bytes(outgoing) ? POLLOUT : 0));
    return (struct pollfd) {.fd = events != 0 ? descriptor : -1, .events = events};
}

int awaited_by_connections(struct pollfd *polled) {
    for (int i = 0; i < connection_count; i++) {
        struct connection *connection = connections[i];
        polled[2 * i] = interest(connection->tcp, &connection->to_platform, &connection->to_function);
        polled[2 * i + 1] = interest(connection->platform, &connection->to_function, &connection->to_platform);
    }
    return 2 * connection_count;
}

void serve_connections(const struct pollfd *polled) {
    // Backwards: dropping one moves the last, which has been served by then, into its place.
    for (int i = connection_count - 1; i >= 0; i--) {
        if (polled[2 * i].revents == 0 && polled[2 * i + 1].revents == 0) {
            continue;
        }
        struct connection *connection = connections[i];
        if (!serve(connection) || (connection->to_platform.finished && connection->to_function.finished)) {
            drop_connection(i);
        }
    }
}
