// SPDX-License-Identifier: Apache-2.0
/**
 * Beans that belong to no module alone: the clock, where entities are found, the description of the API, the word to
 * the administrator that the platform is up.
 */
@NullMarked
package io.glowplug.app.wiring;

import org.jspecify.annotations.NullMarked;
