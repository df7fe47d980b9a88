// SPDX-License-Identifier: Apache-2.0

// Connections from the platform to a program in here, which it could not reach otherwise. The platform does not connect
// itself: one connection to it is always offered. It takes that by naming a port, two bytes, most significant first, and
// from then on the connection is one to that port of 127.0.0.1, and nowhere else.

#ifndef GLOWPLUG_DELIVERIES_H
#define GLOWPLUG_DELIVERIES_H

// Offers a connection. Where the platform cannot be reached there is none, and nothing is delivered.
void offer_delivery(void);

// The offered connection, or -1.
int offered_delivery(void);

// To be called when that can be read from.
void deliver(void);

#endif
