// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.store;

import java.util.UUID;

/** One of the files that make up an object, one after the other. */
record Segment(UUID file, long size) {}
