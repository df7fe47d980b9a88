// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "deliveries.h"
#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char offer[] = "POST /glowplug/delivery HTTP/1.1\r\nHost: platform\r\nContent-Length: 0\r\n\r\n";

static int offered = -1;

void offer_delivery(void) {
    offered = connect_to_platform();
    if (offered >= 0 && send(offered, offer, sizeof offer - 1, MSG_NOSIGNAL) != (ssize_t) sizeof offer - 1) {
        close(offered);
        offered = -1;
    }
}

int offered_delivery(void) {
    return offered;
}

// Returns a socket that is connected, or about to be; -1 if it never will be.
static int connect_to_port(const unsigned char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    memcpy(&address.sin_port, port, sizeof address.sin_port);
    int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (tcp >= 0 && connect(tcp, (const struct sockaddr *) &address, sizeof address) != 0 && errno != EINPROGRESS) {
        close(tcp);
        tcp = -1;
    }
    return tcp;
}

void deliver(void) {
    unsigned char port[2];
    ssize_t count = recv(offered, port, sizeof port, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    int platform = offered;
    offered = -1;
    if (count != sizeof port) {
        close(platform); // the platform wants none any more
        return;
    }
    int tcp = has_room_for_connection() ? connect_to_port(port) : -1;
    if (tcp < 0) {
        close(platform); // which it sees at once
    } else {
        add_connection(tcp, platform, NULL, 0, false);
    }
    offer_delivery();
}
