// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger.object.external;

import java.time.Instant;

/** An object as a listing shows it. One with the same key and other values is another one. */
public record SeenObject(String key, String eTag, long size, Instant modifiedAt) {}
