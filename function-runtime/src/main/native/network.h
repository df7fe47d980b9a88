// SPDX-License-Identifier: Apache-2.0

// A network namespace in which every TCP connection, wherever it is meant to go, ends at a listener of ours.

#ifndef GLOWPLUG_NETWORK_H
#define GLOWPLUG_NETWORK_H

// Descriptors that outlive the set-up: listeners for both families (tcp6 is -1 without IPv6), and one for name queries.
struct catching_sockets {
    int tcp4;
    int tcp6;
    int names;
};

// Makes such a namespace of the one that the calling process is in, which is to be new and its own.
// Ends the process with a message where this host does not allow it.
struct catching_sockets catch_connections_of_this_network(void);

#endif
