// SPDX-License-Identifier: Apache-2.0
package io.glowplug.dispatch.ordering;

import java.util.UUID;

/** An ordering key, which is one within its trigger. */
public record OrderedKey(UUID triggerId, String key) {}
