// SPDX-License-Identifier: Apache-2.0
/**
 * What every request goes through on its way to a controller: it gets an id, its body is held to a limit, its JSON is
 * read strictly.
 *
 * <p>Invariant: no body is in memory beyond the limit of its route.
 */
@NullMarked
package io.glowplug.app.request;

import org.jspecify.annotations.NullMarked;
