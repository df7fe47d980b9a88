// SPDX-License-Identifier: Apache-2.0

// How this program ends when it cannot do what it is there for.

#ifndef GLOWPLUG_FAILURE_H
#define GLOWPLUG_FAILURE_H

enum { OWN_FAILURE = 125 };

// Says what went wrong, with the reason in errno.
_Noreturn void fail(const char *what);

#endif
