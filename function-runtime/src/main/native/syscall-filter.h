// SPDX-License-Identifier: Apache-2.0

// Which calls to the kernel a function has a use for.

#ifndef GLOWPLUG_SYSCALL_FILTER_H
#define GLOWPLUG_SYSCALL_FILTER_H

// Makes the filter readable as this descriptor, in the form that seccomp(2) and `bwrap --seccomp` take.
// Returns false and leaves errno where that fails.
_Bool open_syscall_filter(int descriptor);

#endif
