// SPDX-License-Identifier: Apache-2.0
package io.glowplug.registry.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Where an alias points.
 *
 * @param version the main version, or null for {@code $LATEST}
 * @param additionalVersion the other version of a split, or null
 * @param additionalWeight its share, null exactly when there is no other version
 */
record AliasTarget(
        @Nullable Integer version,
        @Nullable Integer additionalVersion,
        @Nullable Double additionalWeight) {}
