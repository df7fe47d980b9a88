// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "order.h"
#include "failure.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

// A function's variables have at most 4 KiB, the platform's come on top.
enum { MAX_ORDER_BYTES = 1024 * 1024 };

static int connect_to(const char *socket_path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(socket_path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        fail(socket_path);
    }
    strcpy(address.sun_path, socket_path);
    int platform = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (platform < 0 || connect(platform, (const struct sockaddr *) &address, sizeof address) != 0) {
        fail(socket_path);
    }
    return platform;
}

static bool read_all(int platform, void *bytes, size_t length) {
    for (size_t done = 0; done < length;) {
        ssize_t count = read(platform, (char *) bytes + done, length - done);
        if (count > 0) {
            done += (size_t) count;
        } else if (count == 0 || errno != EINTR) {
            return false;
        }
    }
    return true;
}

// The text stays where it is for as long as the process lives, as putenv wants it.
static void take_variables(char *text, size_t length) {
    clearenv();
    for (size_t at = 0; at < length; at += strlen(text + at) + 1) {
        if (putenv(text + at) != 0) {
            fail("cannot set the environment");
        }
    }
}

bool await_order(const char *socket_path) {
    int platform = connect_to(socket_path);
    unsigned char size[4];
    if (send(platform, "R", 1, MSG_NOSIGNAL) != 1 || !read_all(platform, size, sizeof size)) {
        return false;
    }
    uint32_t length = (uint32_t) size[0] << 24 | (uint32_t) size[1] << 16 | (uint32_t) size[2] << 8 | size[3];
    char *text = length > MAX_ORDER_BYTES ? NULL : calloc(1, length + 1);
    if (text == NULL) {
        errno = ENOMEM;
        fail("cannot take the order");
    }
    if (!read_all(platform, text, length)) {
        return false;
    }
    close(platform);
    take_variables(text, length);
    const char *code = getenv("LAMBDA_TASK_ROOT");
    if (code != NULL && (chdir(code) != 0 || setenv("PWD", code, 1) != 0)) {
        fail(code);
    }
    return true;
}

char *first_present(char **files) {
    for (char **file = files; *file != NULL; file++) {
        if (access(*file, F_OK) == 0) {
            return *file;
        }
    }
    return files[0];
}
