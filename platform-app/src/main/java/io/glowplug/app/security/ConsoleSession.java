// SPDX-License-Identifier: Apache-2.0
package io.glowplug.app.security;

import java.time.Instant;

/**
 * Somebody who is signed in at the console.
 *
 * @param csrfToken what a request that changes something has to carry in a header: no other site can know it
 * @param idleUntil when it ends unless somebody does something
 * @param endsAt when it ends in any case
 */
record ConsoleSession(String accessKeyId, String csrfToken, Instant idleUntil, Instant endsAt) {}
