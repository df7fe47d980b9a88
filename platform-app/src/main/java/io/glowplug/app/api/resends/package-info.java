// SPDX-License-Identifier: Apache-2.0
/**
 * Redrives and replays over REST: what sends many things again, with its progress. Start at {@link ResendAnswer}.
 */
@NullMarked
package io.glowplug.app.api.resends;

import org.jspecify.annotations.NullMarked;
