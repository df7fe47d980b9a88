// SPDX-License-Identifier: Apache-2.0
// The smallest function on the Runtime API: answers each event with itself. One connection, one buffer, no library.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static char message[64 * 1024];

static int connect_to_api(const char *address) {
    char host[64];
    int port;
    if (sscanf(address, "%63[^:]:%d", host, &port) != 2) {
        exit(1);
    }
    struct sockaddr_in api = {.sin_family = AF_INET, .sin_port = htons((unsigned short) port)};
    inet_pton(AF_INET, host, &api.sin_addr);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(connection, (struct sockaddr *) &api, sizeof api) != 0) {
        exit(1);
    }
    return connection;
}

static const char *header(const char *name) {
    const char *found = strcasestr(message, name);
    return found == NULL ? "" : found + strlen(name);
}

// Reads one answer and returns its body.
static char *receive(int connection, long *length) {
    size_t filled = 0;
    char *body = NULL;
    *length = 0;
    while (body == NULL || filled < (size_t) (body - message) + (size_t) *length) {
        ssize_t got = read(connection, message + filled, sizeof message - 1 - filled);
        if (got <= 0) {
            exit(0);
        }
        filled += (size_t) got;
        message[filled] = '\0';
        char *end = strstr(message, "\r\n\r\n");
        if (body == NULL && end != NULL) {
            body = end + 4;
            *length = atol(header("\r\ncontent-length:"));
        }
    }
    return body;
}

int main(void) {
    const char *api = getenv("AWS_LAMBDA_RUNTIME_API");
    int connection = connect_to_api(api == NULL ? "" : api);
    for (;;) {
        dprintf(connection, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: api\r\n\r\n");
        long length;
        char *event = receive(connection, &length);
        char id[64] = "";
        sscanf(header("\r\nlambda-runtime-aws-request-id:"), " %63[0-9a-f-]", id);
        char answer[64 * 1024];
        int size = snprintf(answer, sizeof answer,
                "POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: api\r\nContent-Length: %ld\r\n\r\n%.*s",
                id, length, (int) length, event);
        if (write(connection, answer, (size_t) size) != size) {
            exit(1);
        }
        receive(connection, &length);
    }
}
