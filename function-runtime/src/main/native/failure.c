// SPDX-License-Identifier: Apache-2.0

#include "failure.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Noreturn void fail(const char *what) {
    fprintf(stderr, "glowplug-init: %s: %s\n", what, strerror(errno));
    exit(OWN_FAILURE);
}
