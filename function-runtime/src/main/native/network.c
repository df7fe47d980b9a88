// SPDX-License-Identifier: Apache-2.0

// How it works: a route says that every address is one of this namespace's own, so that packets never look for a device;
// a rule of nftables hands connections to the listener, and the kernel remembers where they were meant to go
// (SO_ORIGINAL_DST). The function's own loopback addresses stay its own. No device, no privilege on the host, and no
// program is needed; the few messages to the kernel are written here, as its headers are not part of every C library.
// https://docs.kernel.org/userspace-api/netlink/specs.html

#define _GNU_SOURCE
#include "network.h"
#include "failure.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 128, RESOLVER_PORT = 53 };
#define RESOLVER_ADDRESS 0x7f000035u // 127.0.0.53

// ---- messages to the kernel ----

enum { NETLINK_FAMILY = 16, ROUTES = 0, FILTERS = 12 };
enum { ANSWER_ERROR = 2, REQUEST = 0x1, ACKNOWLEDGE = 0x4, CREATE = 0x400, APPEND = 0x800, NESTED = 0x8000 };

struct netlink_address {
    sa_family_t family;
    uint16_t padding;
    uint32_t port;
    uint32_t groups;
};

struct header {
    uint32_t length;
    uint16_t type;
    uint16_t flags;
    uint32_t sequence;
    uint32_t port;
};

struct attribute {
    uint16_t length;
    uint16_t type;
};

struct buffer {
    size_t length;
    size_t message;
    _Alignas(4) unsigned char bytes[4096];
};

static void append(struct buffer *to, const void *bytes, size_t count) {
    if (to->length + count + 3 > sizeof to->bytes) {
        errno = ENOBUFS;
        fail("the message to the kernel is too long");
    }
    memcpy(to->bytes + to->length, bytes, count);
    to->length += count;
    while (to->length % 4 != 0) {
        to->bytes[to->length++] = 0;
    }
}

static void begin_message(struct buffer *to, uint16_t type, uint16_t flags, uint32_t sequence) {
    struct header header = {.type = type, .flags = (uint16_t) (REQUEST | flags), .sequence = sequence};
    to->message = to->length;
    append(to, &header, sizeof header);
}

static void end_message(struct buffer *to) {
    uint32_t length = (uint32_t) (to->length - to->message);
    memcpy(to->bytes + to->message, &length, sizeof length);
}

static void attribute(struct buffer *to, uint16_t type, const void *value, size_t count) {
    struct attribute attribute = {.length = (uint16_t) (sizeof attribute + count), .type = type};
    append(to, &attribute, sizeof attribute);
    append(to, value, count);
}

static void text(struct buffer *to, uint16_t type, const char *value) {
    attribute(to, type, value, strlen(value) + 1);
}

// Numbers are in network order to nftables.
static void number(struct buffer *to, uint16_t type, uint32_t value) {
    uint32_t ordered = htonl(value);
    attribute(to, type, &ordered, sizeof ordered);
}

static size_t open_nest(struct buffer *to, uint16_t type) {
    size_t nest = to->length;
    struct attribute attribute = {.type = (uint16_t) (type | NESTED)};
    append(to, &attribute, sizeof attribute);
    return nest;
}

static void close_nest(struct buffer *to, size_t nest) {
    uint16_t length = (uint16_t) (to->length - nest);
    memcpy(to->bytes + nest, &length, sizeof length);
}

// Sends, and waits until the kernel has agreed to the message of that sequence number.
static bool agreed(int protocol, const struct buffer *request, uint32_t last) {
    struct netlink_address kernel = {.family = NETLINK_FAMILY};
    int netlink = socket(NETLINK_FAMILY, SOCK_RAW | SOCK_CLOEXEC, protocol);
    bool good = netlink >= 0
            && sendto(netlink, request->bytes, request->length, 0, (const struct sockaddr *) &kernel, sizeof kernel)
                    == (ssize_t) request->length;
    for (bool waiting = good; waiting;) {
        _Alignas(4) unsigned char answer[4096];
        ssize_t count = recv(netlink, answer, sizeof answer, 0);
        struct header header;
        size_t at = 0;
        good = count > 0;
        waiting = good;
        while (waiting && at + sizeof header + sizeof(int32_t) <= (size_t) count) {
            memcpy(&header, answer + at, sizeof header);
            int32_t error = 0;
            if (header.type == ANSWER_ERROR) {
                memcpy(&error, answer + at + sizeof header, sizeof error);
            }
            if (error != 0) {
                errno = -error;
                good = false;
            }
            waiting = good && header.sequence != last;
            at += (header.length + 3u) & ~3u;
        }
    }
    int reason = errno;
    if (netlink >= 0) {
        close(netlink);
    }
    errno = reason;
    return good;
}

// ---- the route ----

static void bring_loopback_up(void) {
    int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request = {.ifr_name = "lo"};
    if (any < 0 || ioctl(any, SIOCGIFFLAGS, &request) != 0) {
        fail("cannot find the loopback device");
    }
    request.ifr_flags = (short) (request.ifr_flags | IFF_UP);
    if (ioctl(any, SIOCSIFFLAGS, &request) != 0) {
        fail("cannot bring the loopback device up");
    }
    close(any);
}

static bool own_every_address(sa_family_t family) {
    enum { NEW_ROUTE = 24, TABLE_LOCAL = 255, BY_ADMINISTRATOR = 4, SCOPE_HOST = 254, LOCAL = 2, DEVICE = 4, SOURCE = 7 };
    struct {
        unsigned char family, destination_bits, source_bits, service, table, protocol, scope, type;
        uint32_t flags;
    } route = {
            .family = (unsigned char) family,
            .table = TABLE_LOCAL,
            .protocol = BY_ADMINISTRATOR,
            .scope = family == AF_INET ? SCOPE_HOST : 0,
            .type = LOCAL,
    };
    struct buffer request = {0};
    begin_message(&request, NEW_ROUTE, CREATE | ACKNOWLEDGE, 1);
    append(&request, &route, sizeof route);
    uint32_t device = if_nametoindex("lo");
    attribute(&request, DEVICE, &device, sizeof device);
    if (family == AF_INET) {
        uint32_t source = htonl(INADDR_LOOPBACK);
        attribute(&request, SOURCE, &source, sizeof source);
    }
    end_message(&request);
    return agreed(ROUTES, &request, 1);
}

// ---- the rule ----

enum { FILTER_MESSAGE = 10 << 8, NEW_TABLE = FILTER_MESSAGE, NEW_CHAIN = FILTER_MESSAGE | 3, NEW_RULE = FILTER_MESSAGE | 6 };
enum { BATCH_BEGIN = 0x10, BATCH_END = 0x11, FILTER_SUBSYSTEM = 10 };
enum { FAMILY_IPV4 = 2, FAMILY_IPV6 = 10, REGISTER = 1 };

static void filter_header(struct buffer *to, unsigned char family, uint16_t resource) {
    struct {
        unsigned char family, version;
        uint16_t resource;
    } header = {family, 0, htons(resource)};
    append(to, &header, sizeof header);
}

struct expression {
    size_t element;
    size_t data;
};

static struct expression begin_expression(struct buffer *to, const char *name) {
    struct expression expression;
    expression.element = open_nest(to, 1);
    text(to, 1, name);
    expression.data = open_nest(to, 2);
    return expression;
}

static void end_expression(struct buffer *to, struct expression expression) {
    close_nest(to, expression.data);
    close_nest(to, expression.element);
}

static void value(struct buffer *to, uint16_t type, const void *bytes, size_t count) {
    size_t nest = open_nest(to, type);
    attribute(to, 1, bytes, count);
    close_nest(to, nest);
}

static void only_if(struct buffer *to, bool equal, const void *bytes, size_t count) {
    struct expression compare = begin_expression(to, "cmp");
    number(to, 1, REGISTER);
    number(to, 2, equal ? 0 : 1);
    value(to, 3, bytes, count);
    end_expression(to, compare);
}

static void load_from_packet(struct buffer *to, uint32_t offset, uint32_t count) {
    enum { NETWORK_HEADER = 1 };
    struct expression payload = begin_expression(to, "payload");
    number(to, 1, REGISTER);
    number(to, 2, NETWORK_HEADER);
    number(to, 3, offset);
    number(to, 4, count);
    end_expression(to, payload);
}

static void only_tcp(struct buffer *to) {
    enum { TRANSPORT_PROTOCOL = 16 };
    struct expression meta = begin_expression(to, "meta");
    number(to, 1, REGISTER);
    number(to, 2, TRANSPORT_PROTOCOL);
    end_expression(to, meta);
    only_if(to, true, &(unsigned char) {IPPROTO_TCP}, 1);
}

// To addresses of the function's own nothing is done.
static void only_to_others(struct buffer *to, unsigned char family) {
    if (family == FAMILY_IPV4) {
        load_from_packet(to, 16, 1);
        only_if(to, false, &(unsigned char) {127}, 1);
    } else {
        load_from_packet(to, 24, sizeof in6addr_loopback);
        only_if(to, false, &in6addr_loopback, sizeof in6addr_loopback);
    }
}

static void redirect_to(struct buffer *to, uint16_t port) {
    struct expression immediate = begin_expression(to, "immediate");
    number(to, 1, REGISTER);
    value(to, 2, &port, sizeof port);
    end_expression(to, immediate);
    struct expression redirect = begin_expression(to, "redir");
    number(to, 1, REGISTER);
    end_expression(to, redirect);
}

// port is in network order.
static bool catch_connections(unsigned char family, uint16_t port) {
    enum { HOOK_OUTPUT = 3, BEFORE_ROUTING = -100 };
    static const char table[] = "glowplug";
    static const char chain[] = "out";
    struct buffer request = {0};
    begin_message(&request, BATCH_BEGIN, 0, 1);
    filter_header(&request, 0, FILTER_SUBSYSTEM);
    end_message(&request);

    begin_message(&request, NEW_TABLE, CREATE, 2);
    filter_header(&request, family, 0);
    text(&request, 1, table);
    end_message(&request);

    begin_message(&request, NEW_CHAIN, CREATE, 3);
    filter_header(&request, family, 0);
    text(&request, 1, table);
    text(&request, 3, chain);
    size_t hook = open_nest(&request, 4);
    number(&request, 1, HOOK_OUTPUT);
    number(&request, 2, (uint32_t) BEFORE_ROUTING);
    close_nest(&request, hook);
    text(&request, 7, "nat");
    end_message(&request);

    begin_message(&request, NEW_RULE, CREATE | APPEND | ACKNOWLEDGE, 4);
    filter_header(&request, family, 0);
    text(&request, 1, table);
    text(&request, 2, chain);
    size_t expressions = open_nest(&request, 4);
    only_tcp(&request);
    only_to_others(&request, family);
    redirect_to(&request, port);
    close_nest(&request, expressions);
    end_message(&request);

    begin_message(&request, BATCH_END, 0, 5);
    filter_header(&request, 0, FILTER_SUBSYSTEM);
    end_message(&request);
    return agreed(FILTERS, &request, 4);
}

// ---- the namespace ----

// Returns the listener, and its port in network order.
static int catching_listener(struct sockaddr *address, socklen_t length, uint16_t *port) {
    int listener = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener < 0 || bind(listener, address, length) != 0 || listen(listener, BACKLOG) != 0
            || getsockname(listener, address, &length) != 0) {
        fail("cannot listen for connections of the function");
    }
    // Both kinds of address have their port at the same place.
    memcpy(port, (const char *) address + offsetof(struct sockaddr_in, sin_port), sizeof *port);
    return listener;
}

struct catching_sockets catch_connections_of_this_network(void) {
    bring_loopback_up();

    struct catching_sockets sockets = {.tcp4 = -1, .tcp6 = -1, .names = -1};
    uint16_t port;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    sockets.tcp4 = catching_listener((struct sockaddr *) &here, sizeof here, &port);
    if (!own_every_address(AF_INET)) {
        fail("cannot set a route");
    }
    if (!catch_connections(FAMILY_IPV4, port)) {
        fail("cannot set a rule of nftables");
    }
    if (access("/proc/net/if_inet6", F_OK) == 0) {
        struct sockaddr_in6 here6 = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
        sockets.tcp6 = catching_listener((struct sockaddr *) &here6, sizeof here6, &port);
        if (!own_every_address(AF_INET6) || !catch_connections(FAMILY_IPV6, port)) {
            fail("cannot set up IPv6");
        }
    }

    struct sockaddr_in resolver = {
            .sin_family = AF_INET, .sin_port = htons(RESOLVER_PORT), .sin_addr = {htonl(RESOLVER_ADDRESS)}};
    sockets.names = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (sockets.names < 0 || bind(sockets.names, (const struct sockaddr *) &resolver, sizeof resolver) != 0) {
        fail("cannot listen for name queries of the function");
    }
    return sockets;
}
