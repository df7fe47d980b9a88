// SPDX-License-Identifier: Apache-2.0

// What runs inside the sandbox, before a function that brings its own bootstrap.

#define _GNU_SOURCE
#include "forward.h"
#include "deliveries.h"
#include "failure.h"
#include "order.h"
#include "processes.h"
#include "relay.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// A connection that cannot be carried on is closed, which its client sees at once.
static void accept_connection(int listener) {
    int tcp = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (tcp < 0) {
        return;
    }
    int platform = connect_to_platform();
    if (platform < 0) {
        close(tcp);
        return;
    }
    add_connection(tcp, platform, NULL, 0, false);
}

// Returns when the command has ended, with the exit code to end with; -1 while it runs.
static int handle_signal(int signals, pid_t child) {
    struct signalfd_siginfo signal;
    if (read(signals, &signal, sizeof signal) != sizeof signal) {
        return -1;
    }
    if (signal.ssi_signo != SIGCHLD) {
        kill(child, (int) signal.ssi_signo);
        return -1;
    }
    int status;
    pid_t ended;
    // Several children may share one signal, and orphans come here too if this is process 1 of its namespace.
    while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
        if (ended == child) {
            return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        }
    }
    return -1;
}

static int listen_on(unsigned long port, struct sockaddr_in *address) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in) {
            .sin_family = AF_INET, .sin_port = htons((uint16_t) port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
            || bind(listener, (struct sockaddr *) address, length) != 0 || listen(listener, MAX_CONNECTIONS) != 0
            || getsockname(listener, (struct sockaddr *) address, &length) != 0) {
        fail("cannot listen on 127.0.0.1");
    }
    return listener;
}

static pid_t start(char **command, const sigset_t *original_signals) {
    pid_t forwarder = getpid();
    pid_t child = fork();
    if (child < 0) {
        fail("cannot fork");
    }
    if (child == 0) {
        die_with_parent(forwarder);
        sigprocmask(SIG_SETMASK, original_signals, NULL);
        become(command);
    }
    return child;
}

int forward(const struct forwarding *way, char **command) {
    relay_to(way->socket_path);
    struct sockaddr_in here;
    int listener = listen_on(way->port, &here);
    char *ordered[] = {NULL, NULL};
    if (way->order_path != NULL) {
        if (!await_order(way->order_path)) {
            return 0;
        }
        ordered[0] = first_present(command);
        command = ordered;
    }
    char api[32];
    snprintf(api, sizeof api, "127.0.0.1:%u", ntohs(here.sin_port));
    if (setenv("AWS_LAMBDA_RUNTIME_API", api, 1) != 0) {
        fail("cannot set the environment");
    }

    sigset_t awaited;
    sigset_t original;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    sigaddset(&awaited, SIGTERM);
    sigaddset(&awaited, SIGINT);
    sigaddset(&awaited, SIGHUP);
    sigprocmask(SIG_BLOCK, &awaited, &original);
    signal(SIGCHLD, SIG_DFL); // when inherited as ignored, the end of the command would go unnoticed
    int signals = signalfd(-1, &awaited, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) {
        fail("cannot receive signals");
    }
    if (way->delivers) {
        offer_delivery();
    }
    pid_t child = start(command, &original);

    // Connections first, so that they keep their place while others join behind.
    static struct pollfd polled[2 * MAX_CONNECTIONS + 3];
    for (;;) {
        int count = awaited_by_connections(polled);
        polled[count] = (struct pollfd) {.fd = signals, .events = POLLIN};
        polled[count + 1] = (struct pollfd) {.fd = has_room_for_connection() ? listener : -1, .events = POLLIN};
        polled[count + 2] = (struct pollfd) {.fd = offered_delivery(), .events = POLLIN};
        if (poll(polled, (nfds_t) count + 3, -1) < 0) {
            if (errno == EINTR) {
                continue;
            }
            fail("cannot poll");
        }
        if (polled[count].revents != 0) {
            int code = handle_signal(signals, child);
            if (code >= 0) {
                return code;
            }
        }
        bool knocked = polled[count + 1].revents != 0;
        bool wanted = polled[count + 2].revents != 0;
        serve_connections(polled);
        if (knocked) {
            accept_connection(listener);
        }
        if (wanted) {
            deliver();
        }
    }
}
