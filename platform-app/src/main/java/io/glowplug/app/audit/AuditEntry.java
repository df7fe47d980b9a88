// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change, or the attempt to make one.
 *
 * @param accessKeyId who
 * @param action method and route, such as {@code DELETE /api/v1/functions/{name}}
 * @param resource the path itself
 * @param outcome {@code done}, {@code refused}, {@code failed}, or null if a crash came in between
 * @param status HTTP status of the answer, or null with the outcome
 */
record AuditEntry(
        UUID id,
        Instant at,
        String accessKeyId,
        String action,
        String resource,
        String requestId,
        String remoteAddress,
        @Nullable String outcome,
        @Nullable Integer status) {}
