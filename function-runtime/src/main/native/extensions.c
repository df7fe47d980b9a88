// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "extensions.h"
#include "failure.h"
#include "processes.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_EXTENSIONS = 16, MAX_NAME = 255 };

struct child {
    pid_t pid; // 0 once it has ended
    char name[MAX_NAME + 1]; // empty for the command
};

static struct child children[MAX_EXTENSIONS + 1];
static int child_count;

// The output goes to where this process's own goes, or to that descriptor.
static void start(const char *name, char **command, const sigset_t *original_signals, int output) {
    pid_t supervisor = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        fail("cannot fork");
    }
    if (pid == 0) {
        die_with_parent(supervisor);
        sigprocmask(SIG_SETMASK, original_signals, NULL);
        if (output >= 0 && (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0)) {
            fail("cannot redirect the output of an extension");
        }
        become(command);
    }
    struct child *child = &children[child_count++];
    child->pid = pid;
    snprintf(child->name, sizeof child->name, "%s", name);
}

static void start_extensions(const char *directory, const sigset_t *original_signals, int output) {
    DIR *listing = opendir(directory);
    if (listing == NULL) {
        fail(directory);
    }
    struct dirent *entry;
    while ((entry = readdir(listing)) != NULL) {
        char path[4096];
        struct stat file;
        int length = snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        if (length < 0 || (size_t) length >= sizeof path || strlen(entry->d_name) > MAX_NAME
                || stat(path, &file) != 0 || !S_ISREG(file.st_mode) || access(path, X_OK) != 0) {
            continue;
        }
        if (child_count == MAX_EXTENSIONS) {
            break; // the platform has refused more than it allows before
        }
        char *command[] = {path, NULL};
        start(entry->d_name, command, original_signals, output);
    }
    closedir(listing);
}

// Tells the platform that a process has ended. A name may be any file name, so it goes in hexadecimal digits.
static void report(const char *socket_path, const struct child *child, int code) {
    char hex[2 * MAX_NAME + 1] = "";
    for (size_t i = 0; child->name[i] != '\0'; i++) {
        snprintf(hex + 2 * i, 3, "%02x", (unsigned char) child->name[i]);
    }
    char request[1024];
    int length = snprintf(request, sizeof request,
            "POST /glowplug/ended HTTP/1.1\r\nHost: platform\r\nGlowplug-Name: %s\r\nGlowplug-Exit-Code: %d\r\n"
            "Content-Length: 0\r\n\r\n", hex, code);
    struct sockaddr_un platform = {.sun_family = AF_UNIX};
    snprintf(platform.sun_path, sizeof platform.sun_path, "%s", socket_path);
    int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connection < 0 || connect(connection, (const struct sockaddr *) &platform, sizeof platform) != 0
            || send(connection, request, (size_t) length, MSG_NOSIGNAL) != length) {
        exit(code); // then the end of this process has to say it
    }
    char answer[64];
    (void) !recv(connection, answer, sizeof answer, 0);
    close(connection);
}

static int exit_code(int status) {
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int supervise(const char *directory, const char *socket_path, const char *output_path, char **command) {
    sigset_t awaited;
    sigset_t original;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    sigaddset(&awaited, SIGTERM);
    sigprocmask(SIG_BLOCK, &awaited, &original);
    signal(SIGCHLD, SIG_DFL); // when inherited as ignored, the end of a child would go unnoticed
    int output = open(output_path, O_WRONLY | O_CLOEXEC);
    if (output < 0) {
        fail(output_path);
    }
    start_extensions(directory, &original, output);
    close(output);
    start("", command, &original, -1);
    struct child *runtime = &children[child_count - 1];

    int running = child_count;
    int runtime_code = 0;
    bool stopping = false;
    while (running > 0) {
        int received;
        if (sigwait(&awaited, &received) != 0) {
            fail("cannot receive signals");
        }
        if (received == SIGTERM) {
            stopping = true;
            if (runtime->pid > 0) {
                kill(runtime->pid, SIGTERM);
            }
            continue;
        }
        int status;
        pid_t ended;
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0) {
            for (struct child *child = children; child < children + child_count; child++) {
                if (child->pid == ended) {
                    child->pid = 0;
                    running--;
                    if (child == runtime) {
                        runtime_code = exit_code(status);
                    }
                    if (!stopping) {
                        report(socket_path, child, exit_code(status));
                    }
                }
            }
        }
    }
    return runtime_code;
}
