// SPDX-License-Identifier: Apache-2.0

#ifndef GLOWPLUG_TURNS_H
#define GLOWPLUG_TURNS_H

// Has this process, and all that it starts, take the shortest turns on a processor that the kernel knows. Its share stays as
// it is, but who wakes up has to wait less for the end of somebody's turn. Kernels before 6.12 ignore it.
void take_short_turns(void);

#endif
