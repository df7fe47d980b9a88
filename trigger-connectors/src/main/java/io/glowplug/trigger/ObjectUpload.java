// SPDX-License-Identifier: Apache-2.0
package io.glowplug.trigger;

import java.time.Instant;
import java.util.UUID;

/** An upload in parts that has begun and is neither completed nor aborted. */
public record ObjectUpload(UUID id, String bucket, String key, Instant startedAt) {}
