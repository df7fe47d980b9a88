// SPDX-License-Identifier: Apache-2.0

// The processes of an environment that has extensions. Starts every executable of the directory, whose output goes to a
// pipe of their own with that name, then the command; tells the platform of each that ends without having been asked to;
// hands SIGTERM to the command, for an end in good order.
// Returns the command's exit code (128 + signal) once all of them have ended.
#ifndef GLOWPLUG_EXTENSIONS_H
#define GLOWPLUG_EXTENSIONS_H

int supervise(const char *directory, const char *socket_path, const char *output_path, char **command);

#endif
