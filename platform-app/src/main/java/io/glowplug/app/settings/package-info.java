// SPDX-License-Identifier: Apache-2.0
/**
 * What an administrator sets by environment variables, and the data directory that belongs to one running platform.
 *
 * <p>Start at {@link PlatformProperties}; {@link SettingsCheck} holds the environment against it before anything else
 * starts.
 *
 * <p>Invariant: a setting that is wrong, unknown or without effect ends the start with a message that names it.
 */
@NullMarked
package io.glowplug.app.settings;

import org.jspecify.annotations.NullMarked;
