// SPDX-License-Identifier: Apache-2.0

// Beside a sandbox with a way to the internet: takes the connections and name queries that the function makes, and hands
// them to the platform with where they were meant to go. It decides nothing, and reads nothing of what it carries.
//
// To the platform, in network order: 'T', length of the address (4 or 16), address, port; then the connection's bytes.
// The platform answers a byte once it has connected, or ends the connection. Or: 'N', length (2 bytes), a DNS query; the
// platform sends a DNS answer and ends the connection.

#define _GNU_SOURCE
#include "gateway.h"
#include "failure.h"
#include "network.h"
#include "processes.h"
#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ORIGINAL_DESTINATION = 80, MAX_QUERIES = 32, DATAGRAM_BYTES = 1232, QUERY_HEADER = 3 };

// ---- connections ----

static size_t put_destination(unsigned char *greeting, const void *address, size_t address_length, uint16_t port) {
    greeting[0] = 'T';
    greeting[1] = (unsigned char) address_length;
    memcpy(greeting + 2, address, address_length);
    memcpy(greeting + 2 + address_length, &port, sizeof port);
    return 2 + address_length + sizeof port;
}

// Returns the length of the greeting, 0 if the kernel does not know where the connection was meant to go.
static size_t greet(int tcp, bool is_ipv6, unsigned char *greeting) {
    if (is_ipv6) {
        struct sockaddr_in6 meant;
        socklen_t length = sizeof meant;
        return getsockopt(tcp, IPPROTO_IPV6, ORIGINAL_DESTINATION, &meant, &length) != 0
                ? 0
                : put_destination(greeting, &meant.sin6_addr, sizeof meant.sin6_addr, meant.sin6_port);
    }
    struct sockaddr_in meant;
    socklen_t length = sizeof meant;
    return getsockopt(tcp, IPPROTO_IP, ORIGINAL_DESTINATION, &meant, &length) != 0
            ? 0
            : put_destination(greeting, &meant.sin_addr, sizeof meant.sin_addr, meant.sin_port);
}

static void accept_connection(int listener, bool is_ipv6) {
    int tcp = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (tcp < 0) {
        return;
    }
    unsigned char greeting[32];
    size_t length = greet(tcp, is_ipv6, greeting);
    int platform = length == 0 ? -1 : connect_to_platform();
    if (platform < 0) {
        reset_connection(tcp);
        return;
    }
    add_connection(tcp, platform, greeting, length, true);
}

// ---- name queries ----

struct query {
    int platform;
    struct sockaddr_in from;
    size_t length;
    unsigned char answer[DATAGRAM_BYTES];
};

static struct query queries[MAX_QUERIES];
static int query_count;

static void take_query(int names) {
    unsigned char message[QUERY_HEADER + DATAGRAM_BYTES];
    struct sockaddr_in from;
    socklen_t from_length = sizeof from;
    ssize_t length = recvfrom(
            names, message + QUERY_HEADER, DATAGRAM_BYTES, 0, (struct sockaddr *) &from, &from_length);
    if (length <= 0) {
        return;
    }
    message[0] = 'N';
    message[1] = (unsigned char) (length >> 8);
    message[2] = (unsigned char) length;
    int platform = connect_to_platform();
    if (platform >= 0
            && send(platform, message, QUERY_HEADER + (size_t) length, MSG_NOSIGNAL) == QUERY_HEADER + length) {
        queries[query_count++] = (struct query) {.platform = platform, .from = from};
    } else if (platform >= 0) {
        close(platform);
    }
}

// Takes the platform's answer; once it is complete, sends it on and forgets the query.
static void serve_query(int names, int index) {
    struct query *query = &queries[index];
    ssize_t count = recv(query->platform, query->answer + query->length, sizeof query->answer - query->length, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (count > 0) {
        query->length += (size_t) count;
        return;
    }
    if (query->length > 0) {
        sendto(names, query->answer, query->length, MSG_NOSIGNAL, (const struct sockaddr *) &query->from,
                sizeof query->from);
    }
    close(query->platform);
    queries[index] = queries[--query_count];
}

// ---- the process ----

static _Noreturn void serve(struct catching_sockets sockets) {
    enum { OTHERS = 3 };
    static struct pollfd polled[2 * MAX_CONNECTIONS + MAX_QUERIES + OTHERS];
    for (;;) {
        int connections = awaited_by_connections(polled);
        struct pollfd *asked = polled + connections;
        int queries_polled = query_count;
        for (int i = 0; i < queries_polled; i++) {
            asked[i] = (struct pollfd) {.fd = queries[i].platform, .events = POLLIN};
        }
        struct pollfd *others = asked + queries_polled;
        bool room = has_room_for_connection();
        others[0] = (struct pollfd) {.fd = room ? sockets.tcp4 : -1, .events = POLLIN};
        others[1] = (struct pollfd) {.fd = room ? sockets.tcp6 : -1, .events = POLLIN};
        others[2] = (struct pollfd) {.fd = query_count < MAX_QUERIES ? sockets.names : -1, .events = POLLIN};
        if (poll(polled, (nfds_t) (connections + queries_polled + OTHERS), -1) < 0 && errno != EINTR) {
            _exit(OWN_FAILURE);
        }
        serve_connections(polled);
        for (int i = queries_polled - 1; i >= 0; i--) {
            if (asked[i].revents != 0) {
                serve_query(sockets.names, i);
            }
        }
        if (others[0].revents != 0) {
            accept_connection(sockets.tcp4, false);
        }
        if (others[1].revents != 0 && has_room_for_connection()) {
            accept_connection(sockets.tcp6, true);
        }
        if (others[2].revents != 0) {
            take_query(sockets.names);
        }
    }
}

// The platform waits for the function's output to end; this process must not be what keeps it open.
static void let_go_of_output(void) {
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, 0) != 0 || dup2(nothing, 1) != 1 || dup2(nothing, 2) != 2) {
        _exit(OWN_FAILURE);
    }
}

void start_gateway(const char *socket_path) {
    relay_to(socket_path);
    struct catching_sockets sockets = catch_connections_of_this_network();
    pid_t sandbox = getpid();
    pid_t gateway = fork();
    if (gateway < 0) {
        fail("cannot fork");
    }
    if (gateway == 0) {
        die_with_parent(sandbox);
        let_go_of_output();
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        serve(sockets);
    }
    // The listeners close as this process becomes the next program.
}
