// SPDX-License-Identifier: Apache-2.0
/**
 * What this node can do, over REST. Start at {@link RuntimeController}.
 */
@NullMarked
package io.glowplug.app.api.node;

import org.jspecify.annotations.NullMarked;
