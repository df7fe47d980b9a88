// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_NAMESPACES_H
#define GLOWPLUG_NAMESPACES_H

#include <stdbool.h>

// Moves the calling process into a user namespace in which it is who it was, and into a network namespace if wanted.
// Nothing in it has more than that many inotify instances. Ends the process with a message where that is not allowed.
void enter_own_namespaces(bool own_network, unsigned long inotify_instances);

#endif
