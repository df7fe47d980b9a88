// SPDX-License-Identifier: Apache-2.0
/**
 * Puts the runtime of a node together and starts and stops it with the application.
 *
 * <p>Start at {@link RuntimeConfiguration}; settings are in {@link RuntimeProperties}.
 */
@NullMarked
package io.glowplug.runtime.wiring;

import org.jspecify.annotations.NullMarked;
