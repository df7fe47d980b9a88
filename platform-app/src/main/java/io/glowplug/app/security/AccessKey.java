// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.time.Instant;

/**
 * What may be known about an access key.
 *
 * @param createdBy id of the access key that made it, or {@code platform}
 */
record AccessKey(String id, Role role, String description, boolean enabled, Instant createdAt, String createdBy) {}
