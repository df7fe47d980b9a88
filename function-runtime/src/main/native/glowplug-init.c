// SPDX-License-Identifier: Apache-2.0

// The small program around the process of an execution environment.
//
//   glowplug-init enter [--parent PID] [--cgroup PROCS-FILE]... [--nofile N] [--fd3 FILE] -- command...
//
// runs outside the sandbox: ties its life to the platform's, enters the cgroups, sets limits, becomes the command.
// --fd3 opens a file for reading as descriptor 3: a way to hand over what a command line would show to everybody.
// --parent is the process id that the platform knows itself by; with it a platform that died in between is noticed.
//
//   glowplug-init forward UNIX-SOCKET PORT -- command...
//
// runs inside the sandbox: starts the command with AWS_LAMBDA_RUNTIME_API set, carries every TCP connection to
// 127.0.0.1:PORT on to the unix socket (port 0: a free one), and ends as the command ends, with its exit code or
// 128 + signal.
//
//   glowplug-init supervise DIRECTORY UNIX-SOCKET -- command...
//
// runs inside the sandbox, below forward, where there are extensions: see extensions.h.
//
// Exit code 125 and a message on stderr: the program itself failed. 126, 127: the command could not be started.

#define _GNU_SOURCE
#include "extensions.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { OWN_FAILURE = 125, CANNOT_RUN = 126, NOT_FOUND = 127 };
enum { MAX_CONNECTIONS = 128, BUFFER_BYTES = 64 * 1024 };

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "glowplug-init: %s: %s\n", what, strerror(errno));
    exit(OWN_FAILURE);
}

static _Noreturn void usage(const char *what) {
    fprintf(stderr, "glowplug-init: %s\n", what);
    fprintf(stderr, "usage: glowplug-init enter [--parent PID] [--cgroup PROCS-FILE]... [--nofile N] "
                    "[--fd3 FILE] -- command...\n");
    fprintf(stderr, "       glowplug-init forward UNIX-SOCKET PORT -- command...\n");
    fprintf(stderr, "       glowplug-init supervise DIRECTORY UNIX-SOCKET -- command...\n");
    exit(OWN_FAILURE);
}

static unsigned long number(const char *text, unsigned long max) {
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || text[0] == '-' || value > max) {
        fprintf(stderr, "glowplug-init: not a number up to %lu: %s\n", max, text);
        exit(OWN_FAILURE);
    }
    return value;
}

static _Noreturn void become(char **command) {
    execvp(command[0], command);
    int code = errno == ENOENT ? NOT_FOUND : CANNOT_RUN;
    fprintf(stderr, "glowplug-init: cannot run %s: %s\n", command[0], strerror(errno));
    _exit(code);
}

// ---- enter ----

static void die_with_parent(pid_t expected) {
    pid_t before = expected != 0 ? expected : getppid();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
        fail("cannot tie the process to its parent");
    }
    if (getppid() != before) {
        fprintf(stderr, "glowplug-init: the parent is gone\n");
        exit(OWN_FAILURE);
    }
}

static void enter_cgroup(const char *procs_file) {
    int file = open(procs_file, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, "0", 1) != 1) {
        fail(procs_file);
    }
    close(file);
}

static void open_as_fd3(const char *path) {
    int file = open(path, O_RDONLY);
    if (file < 0 || (file != 3 && (dup2(file, 3) != 3 || close(file) != 0))) {
        fail(path);
    }
}

static void limit(int resource, rlim_t value, const char *what) {
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};
    if (setrlimit(resource, &both) != 0) {
        fail(what);
    }
}

static _Noreturn void enter(char **arguments) {
    char **at = arguments;
    pid_t parent = 0;
    for (; *at != NULL && strcmp(*at, "--") != 0 && at[1] != NULL; at += 2) {
        if (strcmp(*at, "--parent") == 0) {
            parent = (pid_t) number(at[1], 0x7fffffff);
        } else if (strcmp(*at, "--cgroup") != 0 && strcmp(*at, "--nofile") != 0 && strcmp(*at, "--fd3") != 0) {
            usage("unknown option");
        }
    }
    if (*at == NULL || strcmp(*at, "--") != 0 || at[1] == NULL) {
        usage("command missing");
    }
    char **command = at + 1;

    // First of all, so that nothing is left behind when the platform dies in between.
    die_with_parent(parent);
    for (at = arguments; strcmp(*at, "--") != 0; at += 2) {
        if (strcmp(*at, "--cgroup") == 0) {
            enter_cgroup(at[1]);
        } else if (strcmp(*at, "--nofile") == 0) {
            limit(RLIMIT_NOFILE, number(at[1], 1UL << 30), "cannot limit open files");
        } else if (strcmp(*at, "--fd3") == 0) {
            open_as_fd3(at[1]);
        }
    }
    limit(RLIMIT_CORE, 0, "cannot forbid core dumps");
    become(command);
}

// ---- forward ----

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
    struct flow to_platform;
    struct flow to_function;
};

static struct connection *connections[MAX_CONNECTIONS];
static int connection_count;

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

static int connect_to_platform(const struct sockaddr_un *address) {
    int platform = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (platform >= 0 && connect(platform, (const struct sockaddr *) address, sizeof *address) != 0) {
        close(platform);
        platform = -1;
    }
    return platform;
}

// A connection that cannot be carried on is closed, which its client sees at once.
static void accept_connection(int listener, const struct sockaddr_un *address) {
    int tcp = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (tcp < 0) {
        return;
    }
    int on = 1;
    setsockopt(tcp, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    int platform = connect_to_platform(address);
    struct connection *connection = platform < 0 ? NULL : calloc(1, sizeof *connection);
    if (connection == NULL) {
        if (platform >= 0) {
            close(platform);
        }
        close(tcp);
        return;
    }
    connection->tcp = tcp;
    connection->platform = platform;
    connections[connection_count++] = connection;
}

static void drop_connection(int index) {
    struct connection *connection = connections[index];
    close(connection->tcp);
    close(connection->platform);
    free(connection);
    connections[index] = connections[--connection_count];
}

// A descriptor that nothing is awaited from is left out: poll reports a hang-up whether asked or not.
static struct pollfd interest(int descriptor, const struct flow *incoming, const struct flow *outgoing) {
    short events = (short) ((has_room(incoming) ? POLLIN : 0) | (has_bytes(outgoing) ? POLLOUT : 0));
    return (struct pollfd) {.fd = events != 0 ? descriptor : -1, .events = events};
}

static void serve_connections(struct pollfd *polled) {
    // Backwards: dropping one moves the last, which has been served by then, into its place.
    for (int i = connection_count - 1; i >= 0; i--) {
        if (polled[2 * i].revents == 0 && polled[2 * i + 1].revents == 0) {
            continue;
        }
        struct connection *connection = connections[i];
        bool alive = pump(&connection->to_platform, connection->tcp, connection->platform)
                && pump(&connection->to_function, connection->platform, connection->tcp);
        if (!alive || (connection->to_platform.finished && connection->to_function.finished)) {
            drop_connection(i);
        }
    }
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

static int forward(const char *socket_path, unsigned long port, char **command) {
    struct sockaddr_un platform = {.sun_family = AF_UNIX};
    if (strlen(socket_path) >= sizeof platform.sun_path) {
        usage("socket path too long");
    }
    strcpy(platform.sun_path, socket_path);

    struct sockaddr_in here;
    int listener = listen_on(port, &here);
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
    pid_t child = start(command, &original);

    // Connections first, so that they keep their place while others join behind.
    static struct pollfd polled[2 * MAX_CONNECTIONS + 2];
    for (;;) {
        int count = 2 * connection_count;
        for (int i = 0; i < connection_count; i++) {
            struct connection *connection = connections[i];
            polled[2 * i] = interest(connection->tcp, &connection->to_platform, &connection->to_function);
            polled[2 * i + 1] = interest(connection->platform, &connection->to_function, &connection->to_platform);
        }
        polled[count] = (struct pollfd) {.fd = signals, .events = POLLIN};
        polled[count + 1] =
                (struct pollfd) {.fd = connection_count < MAX_CONNECTIONS ? listener : -1, .events = POLLIN};
        if (poll(polled, (nfds_t) count + 2, -1) < 0) {
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
        serve_connections(polled);
        if (knocked) {
            accept_connection(listener, &platform);
        }
    }
}

int main(int count, char **arguments) {
    if (count >= 2 && strcmp(arguments[1], "enter") == 0) {
        enter(arguments + 2);
    }
    if (count >= 6 && strcmp(arguments[1], "forward") == 0 && strcmp(arguments[4], "--") == 0) {
        return forward(arguments[2], number(arguments[3], 65535), arguments + 5);
    }
    if (count >= 6 && strcmp(arguments[1], "supervise") == 0 && strcmp(arguments[4], "--") == 0) {
        return supervise(arguments[2], arguments[3], arguments + 5);
    }
    usage("what to do?");
}
