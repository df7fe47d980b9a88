// SPDX-License-Identifier: Apache-2.0
/**
 * What functions wrote, searched and followed over REST. Start at {@link LogController}.
 *
 * <p>Invariant: a tail ends when its client is gone or the platform stops, whichever is first.
 */
@NullMarked
package io.glowplug.app.api.logs;

import org.jspecify.annotations.NullMarked;
