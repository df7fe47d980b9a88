// SPDX-License-Identifier: Apache-2.0
/**
 * The nodes and what each can do, over REST. Start at {@link NodeController} for all of them, and at
 * {@link RuntimeController} for the one that is asked.
 */
@NullMarked
package io.glowplug.app.api.node;

import org.jspecify.annotations.NullMarked;
