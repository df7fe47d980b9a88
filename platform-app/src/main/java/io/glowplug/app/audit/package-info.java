// SPDX-License-Identifier: Apache-2.0
/**
 * Who changed what, and when. Start at {@link AuditInterceptor}.
 *
 * <p>Invariant: an entry is stored before its change begins, so no change is without one; an entry without an outcome
 * is a change that a crash cut off. No secrets and no payloads.
 */
@NullMarked
package io.glowplug.app.audit;

import org.jspecify.annotations.NullMarked;
