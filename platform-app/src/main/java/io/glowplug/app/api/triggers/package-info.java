// SPDX-License-Identifier: Apache-2.0
/**
 * Triggers over REST. Start at {@link TriggerController}. Wherever a trigger is named, its id and its name both do.
 */
@NullMarked
package io.glowplug.app.api.triggers;

import org.jspecify.annotations.NullMarked;
